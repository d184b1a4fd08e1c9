package org.nightjar.wire.blinded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nightjar.wire.WireTests.hex;
import static org.nightjar.wire.WireTests.refused;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nightjar.PublicKey;
import org.nightjar.wire.Features;
import org.nightjar.wire.Hostile;
import org.nightjar.wire.ShortChannelId;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireException.Reason;

class EncryptedDataTest {
  private static final String KEY = "02" + "11".repeat(32);
  private static final PublicKey NODE = PublicKey.fromHex(KEY);
  private static final String EVERYTHING =
      "0103000000 0208 0000010000020003 0421"
          + KEY
          + "0602abcd 0821"
          + KEY
          + "0a08 0024 00000096 2710 0c06 000b69e5 05dc 0e0102 fd023103123456";

  private static EncryptedData.Builder everything() {
    return EncryptedData.builder()
        .shortChannelId(ShortChannelId.of(1, 2, 3))
        .nextNodeId(NODE)
        .pathId(hex("abcd"))
        .nextPathKeyOverride(NODE)
        .paymentRelay(new PaymentRelay(36, 150, 10_000))
        .paymentConstraints(new PaymentConstraints(748_005, 1500))
        .allowedFeatures(Features.ofBits(1))
        .record(TlvRecord.of(561, hex("123456")));
  }

  @Test
  void everyTypeIsReadAndWritten() throws WireException {
    EncryptedData data = EncryptedData.decode(hex(EVERYTHING));
    assertThat(data.shortChannelId()).contains(ShortChannelId.of(1, 2, 3));
    assertThat(data.nextNodeId()).contains(NODE);
    assertThat(data.pathId()).contains(hex("abcd"));
    assertThat(data.nextPathKeyOverride()).contains(NODE);
    assertThat(data.paymentRelay()).contains(new PaymentRelay(36, 150, 10_000));
    assertThat(data.paymentConstraints()).contains(new PaymentConstraints(748_005, 1500));
    assertThat(data.allowedFeatures()).isEqualTo(Features.ofBits(1));
    assertThat(data.unknownRecords()).containsExactly(TlvRecord.of(561, hex("123456")));
    assertThat(data.encode()).isEqualTo(hex(EVERYTHING));
    assertThat(everything().build().withPadding(3)).isEqualTo(data);
    assertThat(data.withoutPadding()).isEqualTo(everything().build());
    assertThat(data.toString()).contains("path_id=redacted").doesNotContain("abcd", "123456");
  }

  @Test
  void nothingIsThereUnlessItIsSaid() throws WireException {
    EncryptedData data = EncryptedData.decode(new byte[0]);
    assertThat(data).isEqualTo(EncryptedData.builder().build());
    assertThat(data.shortChannelId()).isEmpty();
    assertThat(data.paymentRelay()).isEmpty();
    assertThat(data.allowedFeatures()).isEqualTo(Features.NONE);
  }

  @Test
  void aDummyHopLeadsToItself() {
    PublicKey other = PublicKey.fromHex("03" + "11".repeat(32));
    EncryptedData dummy = EncryptedData.dummy(NODE).paymentRelay(PaymentRelay.FREE).build();
    assertThat(dummy.isDummyOf(NODE)).isTrue();
    assertThat(dummy.isDummyOf(other)).isFalse();
    assertThat(EncryptedData.builder().build().isDummyOf(NODE)).isFalse();
  }

  /** LDK leaves out a base fee of zero, as a truncated integer. */
  @Test
  void aFreeRelayIsShort() throws WireException {
    EncryptedData data = EncryptedData.decode(hex("0a06 000000000000 0c04 ffffffff"));
    assertThat(data.paymentRelay()).contains(PaymentRelay.FREE);
    assertThat(data.paymentConstraints()).contains(new PaymentConstraints(0xffff_ffffL, 0));
  }

  @ParameterizedTest
  @CsvSource({
    "0207 01020304050607, TRUNCATED, 2",
    "0209 010203040506070809, TRAILING, 2",
    "0421 04K, VALUE, 4",
    "0420 K, TRUNCATED, 4",
    "0822 02K00, TRAILING, 8",
    "0a05 0000000000, TRUNCATED, 10",
    "0a07 00000000000000, NOT_MINIMAL, 10",
    "0a0b 0000000000000102030405, TRAILING, 10",
    "0c03 000000, TRUNCATED, 12",
    "0c05 0000000000, NOT_MINIMAL, 12",
    "0c0d 00000000 010203040506070809, TRAILING, 12",
    "0000, UNKNOWN_EVEN_TYPE, 0",
    "1000, UNKNOWN_EVEN_TYPE, 16",
    "fe00010000 00, UNKNOWN_EVEN_TYPE, 65536",
    "0601ff 0601ff, TYPE_ORDER, 6",
    "0601ff 0100, TYPE_ORDER, 1"
  })
  void aMalformedValueIsRefused(String bytes, Reason reason, long type) {
    WireException e = refused(() -> EncryptedData.decode(hex(bytes.replace("K", "11".repeat(32)))));
    assertThat(e.reason()).isEqualTo(reason);
    assertThat(e.type()).hasValue(type);
  }

  @Test
  void onesOwnEvenTypesAreRead() throws WireException {
    byte[] bytes = hex("fe00010000 0101");
    EncryptedData data = EncryptedData.decode(bytes, Set.of(65536L));
    assertThat(data.encode()).isEqualTo(bytes);
    assertThat(PathPadding.pad(data, 30).encode()).hasSize(30);
    assertThatThrownBy(() -> EncryptedData.builder().record(TlvRecord.of(16, hex("00"))).build())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void hostileBytesAreRefusedOrKept() throws WireException {
    Hostile.check(
        "EncryptedDataTest", hex(EVERYTHING), bytes -> EncryptedData.decode(bytes).encode());
  }
}
