package org.nightjar.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nightjar.wire.WireTests.hex;
import static org.nightjar.wire.WireTests.refused;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;

class BlindedPathTest {
  private static final String KEY =
      "02eec7245d6b7d2ccb30380bfbe2a3648cd7a942653f5aa340edcea1f283686619";
  private static final String NO_POINT =
      "020000000000000000000000000000000000000000000000000000000000000000";
  private static final String SCIDDIR = "01 0aae600000010002";
  private static final String HOP = KEY + "0003 010203";
  private static final PublicKey ID = PublicKey.fromHex(KEY);
  private static final FirstNode CHANNEL_END =
      new FirstNode.ChannelEnd(1, ShortChannelId.of(700000, 1, 2));

  private static BlindedPath.Hop hop(int length) {
    return BlindedPath.Hop.of(ID, new byte[length]);
  }

  @Test
  void bothKindsOfFirstNode() throws WireException {
    byte[] byChannel = hex(SCIDDIR + KEY + "02" + HOP + KEY + "0000");
    BlindedPath path = BlindedPath.decode(byChannel);
    assertThat(path.encode()).isEqualTo(byChannel);
    assertThat(path.firstNode()).isEqualTo(CHANNEL_END);
    assertThat(path.hops()).hasSize(2);
    assertThat(path.hops().get(0).encryptedRecipientData()).isEqualTo(hex("010203"));
    byte[] byId = hex(KEY + KEY + "01" + HOP);
    assertThat(BlindedPath.decode(byId).encode()).isEqualTo(byId);
    assertThat(BlindedPath.decode(byId))
        .isEqualTo(
            BlindedPath.of(
                new FirstNode.NodeId(ID), ID, List.of(BlindedPath.Hop.of(ID, hex("010203")))))
        .hasSameHashCodeAs(BlindedPath.decode(byId))
        .isNotEqualTo(path);
    assertThat(path.lastBlindedNodeId()).isEqualTo(ID);
  }

  @ParameterizedTest
  @CsvSource({
    "'', TRUNCATED",
    "04" + KEY + ", VALUE",
    "ff" + KEY + ", VALUE",
    SCIDDIR + ", TRUNCATED",
    SCIDDIR + KEY + ", TRUNCATED",
    SCIDDIR + KEY + "00, VALUE",
    SCIDDIR + KEY + "02" + HOP + ", TRUNCATED",
    SCIDDIR + KEY + "01" + KEY + "ffff00, TRUNCATED",
    SCIDDIR + KEY + "01" + HOP + "00, TRAILING",
    SCIDDIR + "04" + KEY + ", VALUE",
    SCIDDIR + KEY + "01 05" + KEY + ", VALUE"
  })
  void malformed(String bytes, WireException.Reason reason) {
    assertThat(refused(() -> BlindedPath.decode(hex(bytes))).reason()).isEqualTo(reason);
  }

  @Test
  void cutAnywhere() {
    byte[] bytes = hex(SCIDDIR + KEY + "02" + HOP + HOP);
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThat(refused(() -> BlindedPath.decode(cut)).reason())
          .isEqualTo(WireException.Reason.TRUNCATED);
    }
  }

  @Test
  void pathsBackToBack() throws WireException {
    BlindedPath path = BlindedPath.of(CHANNEL_END, ID, List.of(hop(1)));
    WireWriter writer = new WireWriter();
    path.write(writer);
    path.write(writer);
    assertThat(BlindedPath.readAll(new WireReader(writer.toBytes()))).containsExactly(path, path);
    assertThat(refused(() -> BlindedPath.readAll(new WireReader(new byte[0]))).reason())
        .isEqualTo(WireException.Reason.TRUNCATED);
  }

  /** Their number is one byte, the length of data two: more cannot be said on the wire. */
  @Test
  void theLargestOfAll() throws WireException {
    BlindedPath path =
        BlindedPath.of(CHANNEL_END, ID, Collections.nCopies(BlindedPath.MAX_HOPS, hop(65535)));
    assertThat(BlindedPath.decode(path.encode())).isEqualTo(path);
    assertThatThrownBy(() -> hop(65536)).isInstanceOf(IllegalArgumentException.class);
    for (int count : new int[] {0, 256, 10_000}) {
      assertThatThrownBy(() -> BlindedPath.of(CHANNEL_END, ID, Collections.nCopies(count, hop(0))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("1 to 255 hops");
    }
    assertThatThrownBy(() -> new FirstNode.ChannelEnd(2, ShortChannelId.fromLong(0)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keysThatAreNoPoints() throws WireException {
    Nightjar nightjar = Nightjar.open("bc");
    assertThat(BlindedPath.decode(hex(SCIDDIR + KEY + "01" + HOP)).hasValidKeys(nightjar)).isTrue();
    for (String bytes :
        List.of(
            NO_POINT + KEY + "01" + HOP,
            KEY + NO_POINT + "01" + HOP,
            KEY + KEY + "02" + HOP + NO_POINT + "0000")) {
      assertThat(BlindedPath.decode(hex(bytes)).hasValidKeys(nightjar)).isFalse();
    }
  }

  @Test
  void paymentInfo() throws WireException {
    byte[] bytes = hex("000003e8 00000064 0050 0000000000000001 ffffffffffffffff 0003 020000");
    WireReader reader = new WireReader(bytes);
    PaymentInfo info = PaymentInfo.read(reader);
    assertThat(reader.remaining()).isZero();
    assertThat(info)
        .isEqualTo(new PaymentInfo(1000, 100, 80, 1, -1, Features.ofBits(17)))
        .hasToString(
            "PaymentInfo[fee_base_msat=1000, fee_proportional_millionths=100,"
                + " cltv_expiry_delta=80, htlc_minimum_msat=1,"
                + " htlc_maximum_msat=18446744073709551615, features=020000]");
    WireWriter writer = new WireWriter();
    info.write(writer);
    assertThat(writer.toBytes()).isEqualTo(bytes);
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThat(refused(() -> PaymentInfo.read(new WireReader(cut))).reason())
          .isEqualTo(WireException.Reason.TRUNCATED);
    }
    assertThatThrownBy(() -> new PaymentInfo(1L << 32, 0, 0, 0, 0, Features.NONE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PaymentInfo(0, -1, 0, 0, 0, Features.NONE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PaymentInfo(0, 0, 65536, 0, 0, Features.NONE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PaymentInfo(0, 0, 0, 0, 0, Features.of(new byte[65536])))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
