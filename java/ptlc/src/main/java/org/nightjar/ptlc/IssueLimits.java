package org.nightjar.ptlc;

import java.time.Duration;

/**
 * How much an issuer gives to one who asks. Each asker has its own share, and what it uses up is
 * nobody else's.
 *
 * @param burst indices at once
 * @param refill how long until it may have so many again
 * @param perEpoch indices of one epoch in all, whatever the time
 */
public record IssueLimits(int burst, Duration refill, int perEpoch) {
  /** Ten at once, ten an hour, a hundred of an epoch. */
  public static final IssueLimits DEFAULT = new IssueLimits(10, Duration.ofHours(1), 100);
}
