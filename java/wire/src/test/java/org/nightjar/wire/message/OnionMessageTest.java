package org.nightjar.wire.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nightjar.wire.WireTests.hex;
import static org.nightjar.wire.WireTests.refused;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nightjar.OnionPacket;
import org.nightjar.PublicKey;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.FirstNode;
import org.nightjar.wire.Hostile;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireException.Reason;

class OnionMessageTest {
  private static final String KEY = "02" + "11".repeat(32);
  private static final PublicKey POINT = PublicKey.fromHex(KEY);
  private static final String PATH = KEY + KEY + "01" + KEY + "0000";

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1366, 32834, 65498})
  void aMessageHasAnyPacket(int length) throws WireException {
    OnionMessage message = OnionMessage.of(POINT, OnionPacket.of(new byte[length]));
    byte[] bytes = message.encode();
    assertThat(bytes).hasSize(2 + 33 + 2 + length).startsWith(0x02, 0x01, 0x02);
    assertThat(OnionMessage.decode(bytes)).isEqualTo(message);
    assertThat(OnionMessage.decode(bytes).packet().length()).isEqualTo(length);
  }

  @Test
  void whatFollowsIsIgnoredAndKept() throws WireException {
    byte[] bytes = hex("0201" + KEY + "0002 abcd 010203");
    OnionMessage message = OnionMessage.decode(bytes);
    assertThat(message.extension()).isEqualTo(hex("010203"));
    assertThat(message.encode()).isEqualTo(bytes);
    assertThat(message).isNotEqualTo(OnionMessage.of(POINT, message.packet()));
  }

  @ParameterizedTest
  @CsvSource({
    "'', TRUNCATED",
    "02, TRUNCATED",
    "0202K0000, VALUE",
    "0201K00, TRUNCATED",
    "0201K0001, TRUNCATED",
    "0201K, TRUNCATED"
  })
  void aBadMessageIsRefused(String text, Reason reason) {
    assertThat(refused(() -> OnionMessage.decode(hex(text.replace("K", KEY)))).reason())
        .isEqualTo(reason);
  }

  @Test
  void aPathKeyIsCompressed() {
    assertThat(refused(() -> OnionMessage.decode(hex("0201 04" + "11".repeat(34)))).reason())
        .isEqualTo(Reason.VALUE);
  }

  @Test
  void noMessageIsLongerThanLightningAllows() {
    assertThatThrownBy(() -> OnionMessage.of(POINT, OnionPacket.of(new byte[65499])))
        .isInstanceOf(IllegalArgumentException.class);
    byte[] bytes = Arrays.copyOf(hex("0201" + KEY + "0000"), 65536);
    assertThat(refused(() -> OnionMessage.decode(bytes)).reason()).isEqualTo(Reason.TRAILING);
  }

  @Test
  void aForwardHasOnlyItsData() throws WireException {
    OnionMessagePayload payload = OnionMessagePayload.forward(hex("abcd"));
    payload.checkForward();
    assertThat(payload.encode()).isEqualTo(hex("0402abcd"));
    assertThat(payload.encryptedRecipientData()).contains(hex("abcd"));
    assertThat(payload.content()).isEmpty();
    assertBroken("", false, Reason.MISSING_TYPE, 4);
    assertBroken("0101ff 0402abcd", false, Reason.FORBIDDEN_TYPE, 1);
    assertBroken("0266" + PATH + "0402abcd", false, Reason.FORBIDDEN_TYPE, 2);
    assertBroken("0402abcd 4000", false, Reason.FORBIDDEN_TYPE, 64);
    assertBroken("0402abcd fe00012f8500", false, Reason.FORBIDDEN_TYPE, 77701);
  }

  @Test
  void theLastHasOneContent() throws WireException {
    BlindedPath replyPath =
        BlindedPath.of(
            new FirstNode.NodeId(POINT), POINT, List.of(BlindedPath.Hop.of(POINT, new byte[0])));
    TlvRecord content = TlvRecord.of(ContentType.STATIC_INVOICE, hex("01"));
    OnionMessagePayload payload = OnionMessagePayload.last(hex("abcd"), replyPath, content);
    OnionMessagePayload read = OnionMessagePayload.decode(payload.encode());
    assertThat(read).isEqualTo(payload);
    assertThat(read.replyPath()).contains(replyPath);
    assertThat(read.content()).contains(content);
    OnionMessagePayload.decode(hex("0101ff 0402abcd 4801 00")).checkLast();
    assertBroken("0402abcd", true, Reason.MISSING_TYPE, 64);
    assertBroken("0402abcd 3f00", true, Reason.MISSING_TYPE, 64);
    assertBroken("4000", true, Reason.MISSING_TYPE, 4);
    assertBroken("0402abcd 4000 4200", true, Reason.FORBIDDEN_TYPE, 66);
    assertBroken("0402abcd 4100 4200", true, Reason.FORBIDDEN_TYPE, 66);
    assertBroken("0402abcd 4000 ffffffffffffffffff00", true, Reason.FORBIDDEN_TYPE, -1);
    assertThatThrownBy(
            () -> OnionMessagePayload.last(hex("ab"), null, TlvRecord.of(63, new byte[0])))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> OnionMessagePayload.last(hex("ab"), null, TlvRecord.of(76, new byte[0])))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertBroken(String text, boolean last, Reason reason, long type)
      throws WireException {
    OnionMessagePayload payload = OnionMessagePayload.decode(hex(text));
    WireException e = refused(last ? payload::checkLast : payload::checkForward);
    assertThat(e.reason()).isEqualTo(reason);
    assertThat(e.type()).hasValue(type);
  }

  /** Every content that somebody sends today, in either profile. */
  @ParameterizedTest
  @ValueSource(
      longs = {
        64, 66, 68, 70, 72, 74, 75540, 75542, 75544, 75546, 65540, 65542, 65544, 65546, 77701,
        77703, 77705
      })
  void contentsAreKnown(long type) throws WireException {
    TlvRecord content = TlvRecord.of(type, new byte[1]);
    OnionMessagePayload payload = OnionMessagePayload.last(hex("ab"), null, content);
    assertThat(OnionMessagePayload.decode(payload.encode()).content()).contains(content);
  }

  @ParameterizedTest
  @CsvSource({
    "0000, UNKNOWN_EVEN_TYPE",
    "0600, UNKNOWN_EVEN_TYPE",
    "4c00, UNKNOWN_EVEN_TYPE",
    "fe0001000000, UNKNOWN_EVEN_TYPE",
    "0402abcd 0402abcd, TYPE_ORDER",
    "4000 0402abcd, TYPE_ORDER",
    "0200, TRUNCATED",
    "0403abcd, TRUNCATED"
  })
  void aBadPayloadIsRefused(String text, Reason reason) {
    assertThat(refused(() -> OnionMessagePayload.decode(hex(text))).reason()).isEqualTo(reason);
  }

  @Test
  void aReplyPathWithoutHopsIsRefused() {
    String path = KEY + KEY + "00";
    WireException e = refused(() -> OnionMessagePayload.decode(hex("0243" + path)));
    assertThat(e.reason()).isEqualTo(Reason.VALUE);
    assertThat(e.type()).hasValue(2);
  }

  @Test
  void hostileBytesAreRefusedOrKept() throws WireException {
    Hostile.check(
        "OnionMessageTest",
        hex("0201" + KEY + "0004 01020304 010203"),
        bytes -> OnionMessage.decode(bytes).encode());
    Hostile.check(
        "OnionMessagePayload",
        hex("0287" + KEY + KEY + "01" + KEY + "0021" + KEY + "0402abcd 480100"),
        bytes -> OnionMessagePayload.decode(bytes).encode());
  }
}
