package org.nightjar.async.payer;

import java.time.Instant;
import java.util.List;

/**
 * WAIT_RELEASE of mode A: the recipient was told that the payment waits; nothing is locked.
 *
 * @param parts that are sent at the release; all of them wait
 * @param tries how often it was told since nothing is locked, 1 or more
 * @param lastTry when last, with milliseconds
 */
public record WaitRelease(
    Order order, Terms.Static terms, List<Part> parts, int tries, Instant lastTry)
    implements PaymentState {
  /** Takes a copy. */
  public WaitRelease {
    parts = List.copyOf(parts);
  }

  /**
   * How many HTLCs were in vain before: a release answers what was asked since the last of them.
   */
  int round() {
    return parts.stream().mapToInt(Part::attempts).sum();
  }

  /** The same, told once more. */
  WaitRelease again(Instant now) {
    return new WaitRelease(order, terms, parts, tries + 1, now);
  }
}
