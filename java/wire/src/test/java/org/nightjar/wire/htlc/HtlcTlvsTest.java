package org.nightjar.wire.htlc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nightjar.wire.WireTests.hex;
import static org.nightjar.wire.WireTests.refused;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nightjar.PublicKey;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.FirstNode;
import org.nightjar.wire.Hostile;
import org.nightjar.wire.ShortChannelId;
import org.nightjar.wire.TlvStreamBuilder;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireException.Reason;
import org.nightjar.wire.WireProfile;
import org.nightjar.wire.htlc.RevokeAndAckTlvs.ReleasePath;

class HtlcTlvsTest {
  private static final String KEY = "02" + "11".repeat(32);
  private static final PublicKey POINT = PublicKey.fromHex(KEY);
  private static final String PATH = KEY + KEY + "01" + KEY + "0003aabbcc";
  private static final String SHORT_PATH = "000000010000020003" + KEY + "01" + KEY + "0000";

  private static BlindedPath path() {
    return BlindedPath.of(
        new FirstNode.NodeId(POINT), POINT, List.of(BlindedPath.Hop.of(POINT, hex("aabbcc"))));
  }

  private static BlindedPath shortPath() {
    return BlindedPath.of(
        new FirstNode.ChannelEnd(0, ShortChannelId.of(1, 2, 3)),
        POINT,
        List.of(BlindedPath.Hop.of(POINT, new byte[0])));
  }

  /** The second is what LDK sends, with accountable. */
  @ParameterizedTest
  @CsvSource({
    "LDK, fe0001271100, false, true",
    "LDK, 0021K fe0001271100 fe0001a1470100, true, true",
    "LDK, fe0001a1470107, false, false",
    "LDK, 0021K, true, false",
    "DRAFT, 0200, false, true",
    "DRAFT, 0021K 0200, true, true",
    "DRAFT, fe0001271100, false, false"
  })
  void updateAddHtlc(WireProfile profile, String text, boolean withPathKey, boolean hold)
      throws WireException {
    byte[] bytes = hex(text.replace("K", KEY));
    UpdateAddHtlcTlvs tlvs = UpdateAddHtlcTlvs.decode(bytes, profile);
    assertThat(tlvs.pathKey().isPresent()).isEqualTo(withPathKey);
    assertThat(tlvs.holdHtlc()).isEqualTo(hold);
    assertThat(tlvs.encode()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @EnumSource
  void updateAddHtlcIsWritten(WireProfile profile) throws WireException {
    for (boolean hold : new boolean[] {false, true}) {
      UpdateAddHtlcTlvs tlvs = UpdateAddHtlcTlvs.of(POINT, hold, profile);
      assertThat(UpdateAddHtlcTlvs.decode(tlvs.encode(), profile)).isEqualTo(tlvs);
      assertThat(tlvs.pathKey()).contains(POINT);
      assertThat(tlvs.holdHtlc()).isEqualTo(hold);
    }
    assertThat(UpdateAddHtlcTlvs.of(null, false, profile).encode()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "LDK, 0200, UNKNOWN_EVEN_TYPE, 2",
    "LDK, fe000127110101, TRAILING, 75537",
    "LDK, 0020 1111, TRUNCATED, 0",
    "LDK, fe0001271100 fe0001271100, TYPE_ORDER, 75537",
    "LDK, fe0001271100 0021K, TYPE_ORDER, 0",
    "DRAFT, 020100, TRAILING, 2",
    "DRAFT, 0400, UNKNOWN_EVEN_TYPE, 4"
  })
  void aBadUpdateAddHtlcIsRefused(WireProfile profile, String text, Reason reason, long type) {
    WireException e = refused(() -> UpdateAddHtlcTlvs.decode(hex(text.replace("K", KEY)), profile));
    assertThat(e.reason()).isEqualTo(reason);
    assertThat(e.type()).hasValue(type);
  }

  @Test
  void ldkNamesTheHtlcOfEachPath() throws WireException {
    String value = "0000000000000001" + PATH + "fffffffffffffffe" + SHORT_PATH;
    byte[] bytes = new TlvStreamBuilder().put(75537, hex(value)).build().encode();
    RevokeAndAckTlvs tlvs = RevokeAndAckTlvs.decode(bytes, WireProfile.LDK);
    assertThat(tlvs.releasePaths())
        .containsExactly(
            new ReleasePath(OptionalLong.of(1), path()),
            new ReleasePath(OptionalLong.of(-2), shortPath()));
    assertThat(RevokeAndAckTlvs.of(tlvs.releasePaths(), WireProfile.LDK)).isEqualTo(tlvs);
    assertThat(tlvs.encode()).isEqualTo(bytes);
    Hostile.check(
        "HtlcTlvsTest",
        bytes,
        changed -> RevokeAndAckTlvs.decode(changed, WireProfile.LDK).encode());
  }

  @Test
  void theDraftDoesNot() throws WireException {
    byte[] bytes = new TlvStreamBuilder().put(0, hex(PATH + PATH)).build().encode();
    RevokeAndAckTlvs tlvs = RevokeAndAckTlvs.decode(bytes, WireProfile.DRAFT);
    ReleasePath release = new ReleasePath(OptionalLong.empty(), path());
    assertThat(tlvs.releasePaths()).containsExactly(release, release);
    assertThat(RevokeAndAckTlvs.of(tlvs.releasePaths(), WireProfile.DRAFT).encode())
        .isEqualTo(bytes);
    assertThatThrownBy(() -> RevokeAndAckTlvs.of(tlvs.releasePaths(), WireProfile.LDK))
        .isInstanceOf(IllegalArgumentException.class);
    WireException e = refused(() -> RevokeAndAckTlvs.decode(bytes, WireProfile.LDK));
    assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_EVEN_TYPE);
  }

  @ParameterizedTest
  @EnumSource
  void withoutHeldHtlcsThereIsNothing(WireProfile profile) throws WireException {
    assertThat(RevokeAndAckTlvs.decode(new byte[0], profile).releasePaths()).isEmpty();
    assertThat(RevokeAndAckTlvs.of(List.of(), profile).encode()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"fe0001271100", "fe00012711080000000000000001"})
  void aReleaseWithoutPathIsRefused(String text) {
    assertThat(refused(() -> RevokeAndAckTlvs.decode(hex(text), WireProfile.LDK)).reason())
        .isEqualTo(Reason.TRUNCATED);
  }

  @Test
  void attributionHasOneLength() throws WireException {
    AttributionTlvs tlvs = AttributionTlvs.of(new byte[920]);
    assertThat(AttributionTlvs.LENGTH).isEqualTo(920);
    assertThat(AttributionTlvs.decode(tlvs.encode())).isEqualTo(tlvs);
    assertThat(tlvs.attributionData().orElseThrow()).hasSize(920);
    assertThat(AttributionTlvs.decode(new byte[0]).attributionData()).isEmpty();
    for (int length : new int[] {0, 919, 921}) {
      assertThatThrownBy(() -> AttributionTlvs.of(new byte[length]))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(refused(() -> AttributionTlvs.decode(hex("0000"))).reason())
        .isEqualTo(Reason.UNKNOWN_EVEN_TYPE);
  }
}
