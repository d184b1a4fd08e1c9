package org.nightjar.async.lsp;

import java.time.Duration;
import java.time.Instant;

/** Times by a payer's clock, which may be wrong, as may this node's. */
final class ForeignTimes {
  /** Within which clocks are taken to agree. */
  private static final Duration AGREED = Duration.ofHours(2);

  private ForeignTimes() {}

  /**
   * What to add to a payer's times.
   *
   * @param soon which the payer means to be now, or soon; far from now it shows another clock
   */
  static Duration shift(Instant soon, Instant now) {
    Duration away = Duration.between(now, soon);
    return away.abs().compareTo(AGREED) <= 0 ? Duration.ZERO : away.negated();
  }
}
