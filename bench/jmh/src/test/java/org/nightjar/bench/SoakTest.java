package org.nightjar.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SoakTest {
  private static final long ROUNDS = 500;
  private static final long LEAK = 512 * ROUNDS;

  @Test
  void growthIgnoresSingleSteps() {
    long mebi = 1 << 20;
    assertThat(Soak.Trend.typicalGrowth(new long[] {1, 4, 7, 10})).isEqualTo(3);
    assertThat(Soak.Trend.typicalGrowth(new long[] {0, 0, 6 * mebi, 6 * mebi, 6 * mebi})).isZero();
    long[] leakAndStep = {0, LEAK, 2 * LEAK - 6 * mebi, 3 * LEAK - 6 * mebi};
    assertThat(Soak.Trend.typicalGrowth(leakAndStep)).isEqualTo(LEAK);
  }

  @Test
  void onePreparedKeyLeakedPerRoundIsNotFlat() {
    assertThat(new Soak.Trend(ROUNDS, LEAK, 0).flat()).isFalse();
    assertThat(new Soak.Trend(ROUNDS, 0, LEAK).flat()).isFalse();
    assertThat(new Soak.Trend(ROUNDS, 10_000, -1000).flat()).isTrue();
  }
}
