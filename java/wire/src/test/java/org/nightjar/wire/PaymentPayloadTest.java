package org.nightjar.wire;

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
import org.nightjar.PublicKey;
import org.nightjar.wire.WireException.Reason;

class PaymentPayloadTest {
  private static final String POINT = "02" + "11".repeat(32);
  private static final String SECRET = "5e".repeat(32);
  private static final String PREIMAGE = "b1".repeat(32);

  /** One of each type, by hand. */
  private static final String EVERYTHING =
      "02 02 03e8"
          + "04 03 0aae60"
          + "06 08 0aae600000010002"
          + "08 22"
          + SECRET
          + "07d0"
          + "0a 03 e0e1e2"
          + "0c 21"
          + POINT
          + "10 02 a0a1"
          + "12 02 0bb8"
          + "fe00012fd1 01 d0"
          + "ff0000000146c6616c 20"
          + PREIMAGE;

  private static PaymentPayload.Builder everything() {
    return PaymentPayload.builder()
        .amtToForward(1000)
        .outgoingCltvValue(700_000)
        .shortChannelId(ShortChannelId.of(700_000, 1, 2))
        .paymentData(PaymentData.of(hex(SECRET), 2000))
        .encryptedRecipientData(hex("e0e1e2"))
        .currentPathKey(PublicKey.fromHex(POINT))
        .paymentMetadata(hex("a0a1"))
        .totalAmountMsat(3000)
        .record(TlvRecord.of(77777, hex("d0")))
        .keysendPreimage(hex(PREIMAGE));
  }

  @Test
  void everyTypeHasItsBytes() {
    assertThat(everything().build().encode()).isEqualTo(hex(EVERYTHING));
  }

  @Test
  void everyTypeIsRead() throws WireException {
    PaymentPayload payload = PaymentPayload.decode(hex(EVERYTHING));
    assertThat(payload.amtToForward()).hasValue(1000);
    assertThat(payload.outgoingCltvValue()).hasValue(700_000);
    assertThat(payload.shortChannelId()).hasValue(ShortChannelId.fromText("700000x1x2"));
    assertThat(payload.paymentData()).hasValue(PaymentData.of(hex(SECRET), 2000));
    assertThat(payload.encryptedRecipientData().orElseThrow()).isEqualTo(hex("e0e1e2"));
    assertThat(payload.currentPathKey()).hasValue(PublicKey.fromHex(POINT));
    assertThat(payload.paymentMetadata().orElseThrow()).isEqualTo(hex("a0a1"));
    assertThat(payload.totalAmountMsat()).hasValue(3000);
    assertThat(payload.exposeKeysendPreimage().orElseThrow()).isEqualTo(hex(PREIMAGE));
    assertThat(payload.unknownRecords()).containsExactly(TlvRecord.of(77777, hex("d0")));
    assertThat(payload.encode()).isEqualTo(hex(EVERYTHING));
  }

  @Test
  void nothingIsPresentInAnEmptyPayload() throws WireException {
    PaymentPayload payload = PaymentPayload.decode(new byte[0]);
    assertThat(payload.amtToForward()).isEmpty();
    assertThat(payload.outgoingCltvValue()).isEmpty();
    assertThat(payload.shortChannelId()).isEmpty();
    assertThat(payload.paymentData()).isEmpty();
    assertThat(payload.encryptedRecipientData()).isEmpty();
    assertThat(payload.currentPathKey()).isEmpty();
    assertThat(payload.paymentMetadata()).isEmpty();
    assertThat(payload.totalAmountMsat()).isEmpty();
    assertThat(payload.exposeKeysendPreimage()).isEmpty();
    assertThat(payload.unknownRecords()).isEmpty();
    assertThat(payload).isEqualTo(PaymentPayload.builder().build()).hasToString("PaymentPayload[]");
  }

  /** A keysend preimage takes 42 bytes, its type 9 of them (bLIP 3). */
  @Test
  void aKeysendPreimageTakes42Bytes() {
    assertThat(PaymentPayload.builder().keysendPreimage(hex(PREIMAGE)).build().encode())
        .hasSize(42);
  }

  @Test
  void zeroAmountsAreEmptyValues() throws WireException {
    PaymentPayload payload = PaymentPayload.decode(hex("0200 0400 0820" + SECRET + "1200"));
    assertThat(payload.amtToForward()).hasValue(0);
    assertThat(payload.outgoingCltvValue()).hasValue(0);
    assertThat(payload.paymentData().orElseThrow().totalMsat()).isZero();
    assertThat(payload.totalAmountMsat()).hasValue(0);
  }

  @Test
  void numbersReachTheirLimits() throws WireException {
    PaymentPayload payload =
        PaymentPayload.builder()
            .amtToForward(WireReader.MAX_MSAT)
            .outgoingCltvValue(0xffff_ffffL)
            .shortChannelId(ShortChannelId.fromLong(-1))
            .build();
    assertThat(PaymentPayload.decode(payload.encode())).isEqualTo(payload);
    assertThat(payload.outgoingCltvValue()).hasValue(0xffff_ffffL);
  }

  @ParameterizedTest
  @CsvSource({
    "02 01 00, NOT_MINIMAL, 2, 0",
    "02 09 010000000000000000, TRAILING, 2, 0",
    "02 08 1d24b2dfac520001, VALUE, 2, 0",
    "02 08 ffffffffffffffff, VALUE, 2, 0",
    "0200 04 05 0100000000, TRAILING, 4, 2",
    "0200 04 02 0001, NOT_MINIMAL, 4, 2",
    "0200 06 07 00000000000000, TRUNCATED, 6, 2",
    "0200 06 09 000000000000000000, TRAILING, 6, 2",
    "0200 06 00, TRUNCATED, 6, 2",
    "08 1f S1, TRUNCATED, 8, 0",
    "08 00, TRUNCATED, 8, 0",
    "08 21 S 00, NOT_MINIMAL, 8, 0",
    "08 29 S 010101010101010101, TRAILING, 8, 0",
    "08 28 S ffffffffffffffff, VALUE, 8, 0",
    "0c 20 S, TRUNCATED, 12, 0",
    "0c 21 04S, VALUE, 12, 0",
    "0c 22 02S00, TRAILING, 12, 0",
    "12 01 00, NOT_MINIMAL, 18, 0",
    "0100 ff0000000146c6616c 1f S1, TRUNCATED, 5482373484, 2",
    "0100 ff0000000146c6616c 21 S00, TRAILING, 5482373484, 2",
    "0000, UNKNOWN_EVEN_TYPE, 0, 0",
    "0200 1800, UNKNOWN_EVEN_TYPE, 24, 2",
    "0101ff 1a 00, UNKNOWN_EVEN_TYPE, 26, 3",
    "0100 fe00010000 00, UNKNOWN_EVEN_TYPE, 65536, 2",
    "ff0000000146c6616a 00, UNKNOWN_EVEN_TYPE, 5482373482, 0",
    "fffffffffffffffffe 00, UNKNOWN_EVEN_TYPE, 18446744073709551614, 0",
    "0400 0200, TYPE_ORDER, 2, 2",
    "0200 0200, TYPE_ORDER, 2, 2"
  })
  void aMalformedPayloadNamesTypeAndOffset(String payload, Reason reason, String type, int offset) {
    byte[] bytes = hex(payload.replace("S1", SECRET.substring(2)).replace("S", SECRET));
    WireException e = refused(() -> PaymentPayload.decode(bytes));
    assertThat(e.reason()).isEqualTo(reason);
    assertThat(e.type()).hasValue(Long.parseUnsignedLong(type));
    assertThat(e.offset()).hasValue(offset);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0100", "fd00ff0105", "fe00012fd100", "fe0074697101ff", "ffffffffffffffffff0101"})
  void unknownOddTypesAreKept(String record) throws WireException {
    PaymentPayload payload = PaymentPayload.decode(hex(record));
    assertThat(payload.unknownRecords()).hasSize(1);
    assertThat(payload.encode()).isEqualTo(hex(record));
  }

  @Test
  void cutAtEveryByteItIsRefusedOrEndsWithARecord() {
    byte[] bytes = hex(EVERYTHING);
    int whole = 0;
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      try {
        assertThat(PaymentPayload.decode(cut).encode()).isEqualTo(cut);
        whole++;
      } catch (WireException e) {
        assertThat(e.reason()).isEqualTo(Reason.TRUNCATED);
      }
    }
    assertThat(whole).isEqualTo(10);
  }

  @Test
  void theBuilderRefusesWhatADecoderWould() {
    assertRefused(PaymentPayload.builder().amtToForward(-1), "TLV type 2");
    assertRefused(PaymentPayload.builder().totalAmountMsat(WireReader.MAX_MSAT + 1), "TLV type 18");
    assertRefused(PaymentPayload.builder().keysendPreimage(new byte[31]), "TLV type 5482373484");
    assertRefused(PaymentPayload.builder().record(TlvRecord.of(24, new byte[0])), "not known");
    assertRefused(PaymentPayload.builder().record(TlvRecord.of(6, new byte[7])), "TLV type 6");
    assertThatThrownBy(() -> PaymentPayload.builder().outgoingCltvValue(1L << 32))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PaymentData.of(new byte[31], 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("31 bytes");
    assertThatThrownBy(() -> PaymentData.of(new byte[32], -1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PaymentData.of(new byte[32], WireReader.MAX_MSAT + 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertRefused(PaymentPayload.Builder builder, String message) {
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aPayloadIsAValue() throws WireException {
    byte[] metadata = {1, 2};
    PaymentPayload.Builder builder = PaymentPayload.builder().paymentMetadata(metadata);
    metadata[0] = 9;
    PaymentPayload payload = builder.build();
    builder.amtToForward(5);
    payload.paymentMetadata().orElseThrow()[1] = 9;
    payload.encode()[0] = 9;
    assertThat(payload.encode()).isEqualTo(hex("10020102"));
    assertThat(everything().build())
        .isEqualTo(PaymentPayload.decode(hex(EVERYTHING)))
        .hasSameHashCodeAs(PaymentPayload.decode(hex(EVERYTHING)))
        .isNotEqualTo(everything().amtToForward(1001).build())
        .isNotEqualTo(everything().keysendPreimage(new byte[32]).build());
  }

  @Test
  void secretsAreNeverPrinted() {
    assertThat(everything().build())
        .hasToString(
            "PaymentPayload[amt_to_forward=1000, outgoing_cltv_value=700000,"
                + " short_channel_id=700000x1x2, payment_data=PaymentData[redacted,"
                + " total_msat=2000], encrypted_recipient_data=3 bytes, current_path_key="
                + POINT
                + ", payment_metadata=2 bytes, total_amount_msat=3000, keysend_preimage=redacted,"
                + " TlvRecord[77777, 1 bytes]]");
    assertThat(everything().build().stream().toString()).doesNotContain("5e5e", "b1b1");
  }

  @Test
  void hashCodesTellNothingOfSecrets() {
    assertThat(everything().build())
        .hasSameHashCodeAs(everything().keysendPreimage(new byte[32]).build());
    assertThat(PaymentData.of(new byte[32], 1)).hasSameHashCodeAs(PaymentData.of(hex(SECRET), 1));
  }

  @Test
  void aPaymentSecretIsComparedAndExposed() {
    PaymentData data = PaymentData.of(hex(SECRET), 2000);
    assertThat(data.hasPaymentSecret(hex(SECRET))).isTrue();
    assertThat(data.hasPaymentSecret(new byte[32])).isFalse();
    assertThat(data.hasPaymentSecret(new byte[0])).isFalse();
    data.exposePaymentSecret()[0] = 9;
    assertThat(data.exposePaymentSecret()).isEqualTo(hex(SECRET));
    assertThat(data).isNotEqualTo(PaymentData.of(hex(SECRET), 2001));
    assertThat(data).isNotEqualTo(PaymentData.of(new byte[32], 2000));
  }

  @Test
  void randomPayloadsComeBack() throws WireException {
    Random64 random = Random64.of("payload round trip");
    for (int i = 0; i < 20_000; i++) {
      PaymentPayload payload = random(random);
      PaymentPayload decoded = PaymentPayload.decode(payload.encode());
      assertThat(decoded).isEqualTo(payload);
      assertThat(decoded.amtToForward()).isEqualTo(payload.amtToForward());
      assertThat(decoded.paymentData()).isEqualTo(payload.paymentData());
    }
  }

  private static PaymentPayload random(Random64 random) {
    PaymentPayload.Builder builder = PaymentPayload.builder();
    List<Runnable> setters =
        List.of(
            () -> builder.amtToForward(amount(random)),
            () -> builder.outgoingCltvValue(random.number() >>> 32),
            () -> builder.shortChannelId(ShortChannelId.fromLong(random.number())),
            () -> builder.paymentData(PaymentData.of(random.bytes(32), amount(random))),
            () -> builder.encryptedRecipientData(random.bytes(random.below(300))),
            () -> builder.currentPathKey(PublicKey.fromHex(POINT)),
            () -> builder.paymentMetadata(random.bytes(random.below(300))),
            () -> builder.totalAmountMsat(amount(random)),
            () -> builder.keysendPreimage(random.bytes(32)),
            () ->
                builder.record(TlvRecord.of(random.number() | 1, random.bytes(random.below(40)))));
    setters.stream().filter(setter -> random.oneIn(2)).forEach(Runnable::run);
    return builder.build();
  }

  private static long amount(Random64 random) {
    return Long.remainderUnsigned(random.number(), WireReader.MAX_MSAT + 1);
  }

  @Test
  void changedBytesAreRefusedOrTheOneEncoding() {
    Random64 random = Random64.of("payload mutation");
    byte[] valid = hex(EVERYTHING);
    int decoded = 0;
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = valid.clone();
      bytes[random.below(bytes.length)] = random.bytes(1)[0];
      byte[] input = random.oneIn(4) ? Arrays.copyOf(bytes, random.below(300)) : bytes;
      try {
        assertThat(PaymentPayload.decode(input).encode()).isEqualTo(input);
        decoded++;
      } catch (WireException e) {
        assertThat(e.offset().orElseThrow()).isBetween(0, input.length);
      }
    }
    assertThat(decoded).as("the fuzz reaches valid payloads").isGreaterThan(1000);
  }
}
