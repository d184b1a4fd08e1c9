package org.nightjar.async;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Rate limits: a bucket of tokens for each key, full at first, that fills again evenly. Only
 * buckets that are not full are remembered. Not for use by two threads at once.
 *
 * @param <K> who shares a bucket; with equals and hashCode
 */
public final class TokenBuckets<K> {
  private final Duration refill;
  private final Duration perToken;
  private final Map<K, Instant> fullAt = new HashMap<>();

  /**
   * Full buckets.
   *
   * @param capacity tokens in a full bucket, at least 1
   * @param refill how long an empty bucket takes until it is full
   * @throws IllegalArgumentException if there is no capacity, or refill is less than a nanosecond a
   *     token
   */
  public TokenBuckets(int capacity, Duration refill) {
    if (capacity < 1 || refill.compareTo(Duration.ofNanos(capacity)) < 0) {
      throw new IllegalArgumentException(capacity + " tokens in " + refill);
    }
    this.perToken = refill.dividedBy(capacity);
    this.refill = perToken.multipliedBy(capacity);
  }

  /**
   * Takes a token.
   *
   * @return whether there was one
   */
  public boolean take(K key, Instant now) {
    Instant full = fullAt.getOrDefault(key, now);
    Instant empty = now.plus(refill);
    // after more than empty the clock was set back: nobody is to wait for it to catch up
    Instant soonest = full.isBefore(now) || full.isAfter(empty) ? now : full;
    Instant after = soonest.plus(perToken);
    if (after.isAfter(empty)) {
      fullAt.put(key, soonest);
      return false;
    }
    fullAt.put(key, after);
    return true;
  }

  /** Forgets the buckets that are full by now; to be called from time to time. */
  public void forget(Instant now) {
    fullAt.values().removeIf(full -> !full.isAfter(now));
  }

  /** Buckets that are remembered. */
  public int size() {
    return fullAt.size();
  }
}
