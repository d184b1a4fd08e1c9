package org.nightjar.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TokenBucketsTest {
  private static final Instant START = Instant.ofEpochSecond(1_800_000_000);

  private final TokenBuckets<String> buckets = new TokenBuckets<>(3, Duration.ofMinutes(1));

  private int taken(String key, int tries, Instant now) {
    int taken = 0;
    for (int i = 0; i < tries; i++) {
      taken += buckets.take(key, now) ? 1 : 0;
    }
    return taken;
  }

  @Test
  void givesWhatIsInTheBucketAndThenWhatFlowsIn() {
    assertThat(taken("a", 10, START)).isEqualTo(3);
    assertThat(taken("a", 10, START.plusSeconds(19))).isZero();
    assertThat(taken("a", 10, START.plusSeconds(20))).isEqualTo(1);
    assertThat(taken("a", 10, START.plusSeconds(1000))).isEqualTo(3);
  }

  @Test
  void bucketsAreApart() {
    taken("a", 1000, START);
    assertThat(taken("b", 3, START)).isEqualTo(3);
  }

  @Test
  void forgetsFullBuckets() {
    taken("a", 1, START);
    taken("b", 3, START);
    buckets.forget(START.plusSeconds(20));
    assertThat(buckets.size()).isEqualTo(1);
    assertThat(taken("b", 10, START.plusSeconds(20))).isEqualTo(1);
  }

  @Test
  void aClockThatJumpsBackFillsTheBucket() {
    taken("a", 3, START);
    assertThat(taken("a", 10, START.minus(Duration.ofDays(1)))).isEqualTo(3);
  }

  @Test
  void refusesNonsense() {
    assertThatThrownBy(() -> new TokenBuckets<String>(0, Duration.ofMinutes(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TokenBuckets<String>(1, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
