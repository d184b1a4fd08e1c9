package org.nightjar.async.store;

import java.time.Instant;

/**
 * When a record wants attention: at a time, at a block height, both (whichever comes first) or
 * never. Immutable.
 *
 * @param epochMillis milliseconds since 1970, or {@link #NEVER}
 * @param height of the block chain, or {@link #NEVER}
 */
public record Due(long epochMillis, long height) {
  /** No time, no height. */
  public static final long NEVER = Long.MAX_VALUE;

  /** Wants no attention. */
  public static final Due NONE = new Due(NEVER, NEVER);

  /** At a time. */
  public static Due at(Instant time) {
    return new Due(time.toEpochMilli(), NEVER);
  }

  /** At a block height. */
  public static Due atHeight(long height) {
    return new Due(NEVER, height);
  }

  /** The same, and at a block height too. */
  public Due orHeight(long height) {
    return new Due(epochMillis, height);
  }
}
