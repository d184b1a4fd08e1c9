package org.nightjar.wire.delegation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nightjar.wire.WireTests.hex;
import static org.nightjar.wire.WireTests.refused;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nightjar.ErrorCapability;
import org.nightjar.OnionPacket;
import org.nightjar.PublicKey;
import org.nightjar.wire.Hostile;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireException.Reason;
import org.nightjar.wire.message.OnionMessage;

class DelegationMessageTest {
  private static final String KEY = "02" + "11".repeat(32);
  private static final PublicKey POINT = PublicKey.fromHex(KEY);
  private static final String HTLC = "aa".repeat(32) + "0000000000000007";
  private static final String HASH = "bb".repeat(32);
  private static final String NAMED = "0028" + HTLC;
  private static final String NAMED_WITH_HASH = NAMED + "0220" + HASH;

  /** One onion_message with a packet of 66 bytes. */
  private static final String MESSAGE = "0201" + KEY + "0042" + "cc".repeat(66);

  private static final String OUTBOX_ENTRY = "00000064" + KEY + "0067" + MESSAGE;

  /** Book entries: index, onion, amount, outgoing cltv. */
  private static final String BOOK_ENTRY =
      "01" + "dd".repeat(1366) + "00000000000003e8" + "000c3500";

  /** Level REMOTE_HOP, hop 3, not before 9. */
  private static final byte[] CAPABILITY =
      hex("01" + "00".repeat(64) + "03" + "00000009" + "ee".repeat(1092));

  private static OutboxPut.Entry message(long notBefore) {
    OnionPacket packet = OnionPacket.of(hex("cc".repeat(66)));
    return new OutboxPut.Entry(notBefore, POINT, OnionMessage.of(POINT, packet));
  }

  private static OnionBookPut.Entry onion(int index, Optional<ErrorCapability> capability) {
    OnionPacket onion = OnionPacket.of(hex("dd".repeat(1366)));
    return new OnionBookPut.Entry(index, onion, 1000, 800_000, capability);
  }

  private static Optional<ErrorCapability> capability() {
    return ErrorCapability.decode(CAPABILITY);
  }

  private static OutboxPut outbox(OutboxPut.Entry... entries) {
    return OutboxPut.create(hex(HTLC), hex(HASH), List.of(entries));
  }

  private static OnionBookPut book(OnionBookPut.Entry... entries) {
    return OnionBookPut.create(hex(HTLC), hex(HASH), List.of(entries));
  }

  static Stream<DelegationMessage> messages() {
    return Stream.of(
        outbox(message(100), message(100), message(0xffff_ffffL)),
        OutboxAck.create(hex(HTLC), 3),
        book(onion(0, capability()), onion(255, Optional.empty())),
        BookAck.create(hex(HTLC), 0),
        HoldStatus.create(hex(HTLC), HoldStatus.State.HELD, 800_000, 800_144));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void comesBackAsItWas(DelegationMessage message) throws WireException {
    DelegationMessage decoded = DelegationMessage.decode(message.type(), message.encode());
    assertThat(decoded).isEqualTo(message);
    assertThat(decoded.htlc()).isEqualTo(hex(HTLC));
    assertThat(DelegationMessage.isType(message.type())).isTrue();
  }

  @ParameterizedTest
  @MethodSource("messages")
  void hostileBytesAreRefusedOrComeBack(DelegationMessage message) throws WireException {
    Hostile.check(
        message.getClass().getSimpleName(),
        message.encode(),
        bytes -> DelegationMessage.decode(message.type(), bytes).encode());
  }

  @Test
  void outboxOnTheWire() throws WireException {
    String value = OUTBOX_ENTRY + OUTBOX_ENTRY;
    byte[] bytes = hex(NAMED_WITH_HASH + "04fd011c" + value);
    OutboxPut put = (OutboxPut) DelegationMessage.decode(49731, bytes);
    assertThat(put.entries()).containsExactly(message(100), message(100));
    assertThat(put.paymentHash()).isEqualTo(hex(HASH));
    assertThat(put).isEqualTo(outbox(message(100), message(100)));
  }

  @Test
  void bookOnTheWire() throws WireException {
    byte[] bytes = hex(NAMED_WITH_HASH + "04fd0565" + BOOK_ENTRY + "0000");
    OnionBookPut put = (OnionBookPut) DelegationMessage.decode(49735, bytes);
    assertThat(put.entries()).containsExactly(onion(1, Optional.empty()));
    assertThat(put.encode()).isEqualTo(bytes);
    assertThat(book(onion(1, capability())).entries().get(0).capability().orElseThrow().notBefore())
        .isEqualTo(9);
  }

  @ParameterizedTest
  @CsvSource({"49733, 020103", "49737, 020103"})
  void acknowledgementsOnTheWire(int type, String kept) throws WireException {
    DelegationAck ack = (DelegationAck) DelegationMessage.decode(type, hex(NAMED + kept));
    assertThat(ack.kept()).isEqualTo(3);
    assertThat(ack.type()).isEqualTo(type);
  }

  @Test
  void acknowledgementsOfDifferentThingsDiffer() {
    assertThat(OutboxAck.create(hex(HTLC), 3)).isNotEqualTo(BookAck.create(hex(HTLC), 3));
  }

  @Test
  void statusOnTheWire() throws WireException {
    byte[] bytes = hex(NAMED + "020102" + "0404000c3500" + "0604000c3590");
    HoldStatus status = (HoldStatus) DelegationMessage.decode(49739, bytes);
    assertThat(status.state()).isEqualTo(HoldStatus.State.FORWARDED);
    assertThat(status.height()).isEqualTo(800_000);
    assertThat(status.expiry()).isEqualTo(800_144);
    assertThat(status.encode()).isEqualTo(bytes);
  }

  @Test
  void unknownOddRecordsAreKept() throws WireException {
    byte[] bytes = hex(NAMED + "020103" + "0501ff");
    assertThat(DelegationMessage.decode(OutboxAck.TYPE, bytes).encode()).isEqualTo(bytes);
  }

  /** N stands for the HTLC's name, H for name and hash, E and B for an entry. */
  @ParameterizedTest
  @CsvSource({
    "49733, 020103, MISSING_TYPE",
    "49733, N, MISSING_TYPE",
    "49733, N 0200, TRUNCATED",
    "49733, N 02020003, TRAILING",
    "49733, N 020103 0400, UNKNOWN_EVEN_TYPE",
    "49733, 020103 N, TYPE_ORDER",
    "49733, 0028 aabb, TRUNCATED",
    "49737, N, MISSING_TYPE",
    "49731, H, MISSING_TYPE",
    "49731, N 048e E, MISSING_TYPE",
    "49731, H 0400, TRUNCATED",
    "49731, H 048f E 00, TRUNCATED",
    "49731, H 0600, UNKNOWN_EVEN_TYPE",
    "49735, H, MISSING_TYPE",
    "49735, H 0400, TRUNCATED",
    "49735, H 04fd0563 B, TRUNCATED",
    "49735, H 04fd0566 B 000101, VALUE",
    "49735, H 04fd0aca B 0000 B 0000, VALUE",
    "49739, N 020104 0404000c3500 0604000c3590, VALUE",
    "49739, N 020100 0404000c3500 0604000c3590, VALUE",
    "49739, N 020101 0403000c35 0604000c3590, TRUNCATED",
    "49739, N 020101 0604000c3590, MISSING_TYPE",
    "49739, N 0404000c3500 0604000c3590, MISSING_TYPE",
    "49739, N 020101 0404000c3500, MISSING_TYPE",
    "49732, N, VALUE",
    "49741, N, VALUE"
  })
  void aBadMessageIsRefused(int type, String text, Reason reason) {
    byte[] bytes =
        hex(
            text.replace("N", NAMED)
                .replace("H", NAMED_WITH_HASH)
                .replace("E", OUTBOX_ENTRY)
                .replace("B", BOOK_ENTRY));
    assertThat(refused(() -> DelegationMessage.decode(type, bytes)).reason()).isEqualTo(reason);
  }

  @Test
  void entriesOutOfOrderAreRefused() {
    assertThatThrownBy(() -> outbox(message(101), message(100)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("order of their times");
    assertThatThrownBy(() -> book(onion(2, Optional.empty()), onion(1, Optional.empty())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("strictly increase");
  }

  @Test
  void amountsAboveAllBitcoinAreRefused() {
    OnionPacket onion = OnionPacket.of(new byte[1366]);
    for (long amount : new long[] {2_100_000_000_000_000_001L, -1}) {
      assertThatThrownBy(() -> book(new OnionBookPut.Entry(1, onion, amount, 1, Optional.empty())))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void anOnionMessageInsideMustBeOne() {
    byte[] bytes = outbox(message(1)).encode();
    int type = bytes.length - MESSAGE.length() / 2;
    bytes[type + 1] ^= 1;
    assertThat(refused(() -> DelegationMessage.decode(OutboxPut.TYPE, bytes)).reason())
        .isEqualTo(Reason.VALUE);
  }

  @Test
  void noMoreEntriesThanAllowed() {
    List<OutboxPut.Entry> messages = new ArrayList<>(Collections.nCopies(32, message(1)));
    assertThat(OutboxPut.create(hex(HTLC), hex(HASH), messages).entries()).hasSize(32);
    messages.add(message(1));
    assertThatThrownBy(() -> OutboxPut.create(hex(HTLC), hex(HASH), messages))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(DelegationMessageTest::outbox).isInstanceOf(IllegalArgumentException.class);

    List<OnionBookPut.Entry> onions = new ArrayList<>();
    byte[] allHops = Arrays.copyOf(hex("02" + "00".repeat(64) + "14"), 70 + 20 * 96);
    for (int i = 0; i < OnionBookPut.MAX_ENTRIES; i++) {
      onions.add(onion(i, ErrorCapability.decode(allHops)));
    }
    assertThat(OnionBookPut.create(hex(HTLC), hex(HASH), onions).entries()).isEqualTo(onions);
    onions.add(onion(255, Optional.empty()));
    assertThatThrownBy(() -> OnionBookPut.create(hex(HTLC), hex(HASH), onions))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatFitsNoMessageIsRefused() {
    OnionPacket large = OnionPacket.of(new byte[32_834]);
    OutboxPut.Entry entry = new OutboxPut.Entry(1, POINT, OnionMessage.of(POINT, large));
    assertThat(outbox(entry).entries()).hasSize(1);
    assertThatThrownBy(() -> outbox(entry, entry)).isInstanceOf(IllegalArgumentException.class);
    byte[] tooLong = new byte[DelegationMessage.MAX_LENGTH + 1];
    assertThat(refused(() -> DelegationMessage.decode(OutboxPut.TYPE, tooLong)).reason())
        .isEqualTo(Reason.TRAILING);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 513, 49730, 49732, 49741, 65536})
  void otherTypesAreNone(int type) {
    assertThat(DelegationMessage.isType(type)).isFalse();
  }

  @Test
  void badValuesOfOurOwn() {
    assertThatThrownBy(() -> OutboxAck.create(new byte[39], 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> BookAck.create(hex(HTLC), 256))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> HoldStatus.create(hex(HTLC), HoldStatus.State.HELD, -1, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> OutboxPut.create(hex(HTLC), new byte[31], List.of(message(1))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
