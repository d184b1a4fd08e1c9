package org.nightjar;

import java.util.List;
import java.util.OptionalInt;

/**
 * How long each hop says it held the HTLC, as far as the HMACs hold. A hop reports what it likes,
 * but nobody behind it can change it. Immutable.
 *
 * @param units from the first hop on, in units of 100 ms, 0 to 2^32 - 1
 * @param blame nothing if all that could be checked was right; else the index of a hop: it or the
 *     one before it left attribution out or altered what passed
 */
public record HoldTimes(List<Long> units, OptionalInt blame) {
  /** Milliseconds in a unit. */
  public static final int UNIT_MILLIS = 100;

  public HoldTimes {
    units = List.copyOf(units);
  }
}
