package org.nightjar.async.lsp;

import java.time.Duration;

/**
 * How many releases are kept that came before their HTLC was committed, and for how long.
 *
 * @param perPeer of HTLCs of one peer, 0 or more
 * @param life positive
 */
public record EarlyReleaseLimits(int perPeer, Duration life) {
  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public EarlyReleaseLimits {
    if (perPeer < 0 || life.isNegative() || life.isZero()) {
      throw new IllegalArgumentException("early releases: " + perPeer + " for " + life);
    }
  }
}
