package org.nightjar.async.recipient;

import java.time.Instant;

/** Times as on the wire: unsigned seconds since 1970. */
final class Times {
  private Times() {}

  static long seconds(Instant time) {
    return Math.max(0, time.getEpochSecond());
  }

  /** Whether a time is over. */
  static boolean isOver(long unixTime, Instant now) {
    return Long.compareUnsigned(seconds(now), unixTime) > 0;
  }
}
