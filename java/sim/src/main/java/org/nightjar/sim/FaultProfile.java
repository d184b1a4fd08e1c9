package org.nightjar.sim;

import java.util.Locale;

/** Which kinds of faults a run has. */
public enum FaultProfile {
  NONE,
  /** Onion messages are lost, late, twice, out of order; connections break; pushes are lost. */
  NETWORK,
  /** Nodes crash at persistence points, and restart. */
  CRASH,
  /** Writes and reads fail, disks are full for a while. */
  DISK,
  /** Clocks jump up to a day either way; blocks are reorganised, up to six deep. */
  CLOCK,
  /** Channels are closed by one end, some because a deadline forces it. */
  CLOSE,
  ALL;

  /** The rates of a profile. */
  public Faults rates() {
    return switch (this) {
      case NONE -> Faults.NONE;
      case NETWORK -> Faults.NETWORK;
      case CRASH -> Faults.CRASH;
      case DISK -> Faults.DISK;
      case CLOCK -> Faults.CLOCK;
      case CLOSE -> Faults.CLOSE;
      case ALL -> Faults.ALL;
    };
  }

  /**
   * By name, in any case.
   *
   * @throws IllegalArgumentException if there is no such profile
   */
  public static FaultProfile of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }
}
