package org.nightjar.async;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** When to try again: growing delays, the last of which repeats. Immutable. */
public final class Backoff {
  private final List<Duration> delays;

  private Backoff(List<Duration> delays) {
    this.delays = delays;
  }

  /**
   * Delays after the first try, the second, and so on.
   *
   * @throws IllegalArgumentException if there is none, or one is not positive
   */
  public static Backoff of(Duration... delays) {
    List<Duration> copy = List.of(delays);
    if (copy.isEmpty() || copy.stream().anyMatch(d -> d.isZero() || d.isNegative())) {
      throw new IllegalArgumentException("delays must be positive, and at least one: " + copy);
    }
    return new Backoff(copy);
  }

  /**
   * When to try next.
   *
   * @param tries that were made, at least 1
   * @param last when the last one was made
   */
  public Instant next(int tries, Instant last) {
    return last.plus(delays.get(Math.min(tries, delays.size()) - 1));
  }
}
