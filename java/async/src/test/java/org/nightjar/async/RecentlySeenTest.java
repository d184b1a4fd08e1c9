package org.nightjar.async;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RecentlySeenTest {
  private static final Instant START = Instant.ofEpochSecond(1_800_000_000);

  private final RecentlySeen<String> seen = new RecentlySeen<>(Duration.ofSeconds(30), 3);

  @Test
  void knowsACopyUntilTheFirstIsTooLongAgo() {
    assertThat(seen.again("a", START)).isFalse();
    assertThat(seen.again("a", START)).isTrue();
    assertThat(seen.again("a", START.plusSeconds(29))).isTrue();
    assertThat(seen.again("b", START.plusSeconds(29))).isFalse();
    assertThat(seen.again("a", START.plusSeconds(30))).isFalse();
    assertThat(seen.again("a", START.plusSeconds(59))).isTrue();
  }

  @Test
  void forgetsTheOldestForTheNewest() {
    for (int i = 0; i < 1000; i++) {
      assertThat(seen.again("x" + i, START)).isFalse();
    }
    assertThat(seen.size()).isEqualTo(3);
    assertThat(seen.again("x999", START)).isTrue();
    assertThat(seen.again("x0", START)).isFalse();
  }

  @Test
  void aLaterCopyCountsAsNewAndIsTheNewest() {
    seen.again("a", START);
    seen.again("b", START);
    seen.again("a", START.plusSeconds(30));
    seen.again("c", START.plusSeconds(30));
    seen.again("d", START.plusSeconds(30));
    assertThat(seen.again("a", START.plusSeconds(30))).isTrue();
  }

  @Test
  void forgetsWhatIsNotRecent() {
    seen.again("a", START);
    seen.again("b", START.plusSeconds(1));
    seen.forget(START.plusSeconds(30));
    assertThat(seen.size()).isEqualTo(1);
  }

  @Test
  void aClockThatJumpsBackForgets() {
    seen.again("a", START);
    assertThat(seen.again("a", START.minusSeconds(1))).isFalse();
    seen.forget(START.minus(Duration.ofDays(1)));
    assertThat(seen.size()).isZero();
  }

  @Test
  void withoutAWindowNothingIsACopy() {
    RecentlySeen<String> none = new RecentlySeen<>(Duration.ZERO, 3);
    assertThat(none.again("a", START)).isFalse();
    assertThat(none.again("a", START)).isFalse();
  }
}
