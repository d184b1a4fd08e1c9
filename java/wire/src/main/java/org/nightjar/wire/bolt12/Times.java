package org.nightjar.wire.bolt12;

import java.time.Instant;

/** Unix times as on the wire: unsigned seconds. */
final class Times {
  private Times() {}

  /** Whether a clock stands after a time. */
  static boolean isAfter(Instant now, long unixTime) {
    return Long.compareUnsigned(Math.max(0, now.getEpochSecond()), unixTime) > 0;
  }
}
