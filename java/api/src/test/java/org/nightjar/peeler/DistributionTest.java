package org.nightjar.peeler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DistributionTest {
  private static Distribution of(long... values) {
    Histogram histogram = new Histogram();
    LongStream.of(values).forEach(histogram::add);
    return histogram.distribution();
  }

  @Test
  void withoutValuesEverythingIsZero() {
    Distribution none = of();
    assertThat(none.count() + none.sum() + none.max() + none.quantile(1)).isZero();
    assertThat(none.mean()).isZero();
  }

  @Test
  void everyValueLandsWithinAnEighthOfItself() {
    for (int bits = 0; bits < 62; bits++) {
      long power = 1L << bits;
      for (long value : new long[] {power - 1, power, power + power / 2, power + (power - 1)}) {
        Distribution one = of(value, Long.MAX_VALUE - 1);
        long found = one.quantile(0.5);
        assertThat(found).as("%d", value).isBetween(value, value + value / 8);
      }
    }
    assertThat(of(Long.MAX_VALUE).quantile(1)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void quantilesCountValues() {
    Distribution hundred = of(LongStream.rangeClosed(1, 100).toArray());
    assertThat(hundred.count()).isEqualTo(100);
    assertThat(hundred.mean()).isEqualTo(50.5);
    assertThat(hundred.max()).isEqualTo(100);
    assertThat(hundred.quantile(0)).isEqualTo(1);
    assertThat(hundred.quantile(0.1)).isEqualTo(10);
    assertThat(hundred.quantile(0.5)).isBetween(50L, 56L);
    assertThat(hundred.quantile(1)).isEqualTo(100);
    assertThat(hundred).hasToString("100 values, mean 50.5, median 51, 99% 100, max 100");
    for (double wrong : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> hundred.quantile(wrong))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
