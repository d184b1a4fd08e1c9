package org.nightjar.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nightjar.wire.WireTests.hex;

import java.util.Set;
import org.junit.jupiter.api.Test;

class FeaturesTest {
  @Test
  void bitsCountFromTheEnd() {
    Features features = Features.of(hex("024100"));
    assertThat(features).isEqualTo(Features.ofBits(8, 14, 17)).hasToString("024100");
    assertThat(features.hasBit(8)).isTrue();
    assertThat(features.hasBit(9)).isFalse();
    assertThat(features.hasBit(17)).isTrue();
    assertThat(features.hasBit(1000)).isFalse();
    assertThat(Features.ofBits(0)).hasToString("01");
    assertThat(Features.ofBits(7)).hasToString("80");
    assertThat(Features.ofBits()).isEqualTo(Features.NONE);
    assertThatThrownBy(() -> Features.ofBits(3, -1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void unknownEvenBits() {
    Features features = Features.of(hex("00024100"));
    assertThat(features.unknownEven(Set.of(8))).hasValue(14);
    assertThat(features.unknownEven(Set.of(8, 14))).isEmpty();
    assertThat(features.unknownEven(Set.of())).hasValue(8);
    assertThat(Features.ofBits(1, 3, 99).unknownEven(Set.of())).isEmpty();
    assertThat(Features.NONE.unknownEven(Set.of())).isEmpty();
  }

  /** What was read is written, though it could be shorter. */
  @Test
  void leadingZerosAreKept() {
    assertThat(Features.of(hex("000001")).toBytes()).isEqualTo(hex("000001"));
    assertThat(Features.of(hex("000001"))).isNotEqualTo(Features.ofBits(0));
  }
}
