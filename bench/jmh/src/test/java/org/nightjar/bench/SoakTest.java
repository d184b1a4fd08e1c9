package org.nightjar.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SoakTest {
  private static final long ROUNDS = 100_000;

  @Test
  void slopeIsThatOfTheLine() {
    double[] x = {1, 2, 3, 4};
    assertThat(Soak.Trend.slope(x, new double[] {5, 8, 11, 14})).isEqualTo(3);
    assertThat(Soak.Trend.slope(x, new double[] {7, 7, 7, 7})).isZero();
  }

  @Test
  void onePreparedKeyLeakedPerRoundIsNotFlat() {
    assertThat(new Soak.Trend(ROUNDS, 512.0 * ROUNDS, 0).flat()).isFalse();
    assertThat(new Soak.Trend(ROUNDS, 0, 512.0 * ROUNDS).flat()).isFalse();
    assertThat(new Soak.Trend(ROUNDS, 1000, -1000).flat()).isTrue();
  }
}
