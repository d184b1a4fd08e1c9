package org.nightjar;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a failure with attribution data says. Immutable.
 *
 * @param origin the erring hop and its message, or nothing if no hop made this packet
 * @param holdTimes up to the erring hop; with a hop to blame if there is no origin, or if a hop up
 *     to it does not verify
 */
public record DecryptedFailure(Optional<FailureOrigin> origin, HoldTimes holdTimes) {

  /**
   * Puts together what failure and attribution data say.
   *
   * @param units hold times of the hops that verify
   * @param firstHop index of the first hop
   * @param hops how many hops attribute
   */
  static DecryptedFailure of(
      Optional<FailureOrigin> origin, List<Long> units, int firstHop, int hops) {
    int toOrigin = origin.map(found -> found.hop() - firstHop + 1).orElse(hops + 1);
    if (toOrigin <= units.size()) {
      /* What lies behind the erring hop is empty, and nobody's fault. */
      HoldTimes holdTimes = new HoldTimes(units.subList(0, toOrigin), OptionalInt.empty());
      return new DecryptedFailure(origin, holdTimes);
    }
    int blame = firstHop + Math.min(units.size(), hops - 1);
    return new DecryptedFailure(origin, new HoldTimes(units, OptionalInt.of(blame)));
  }
}
