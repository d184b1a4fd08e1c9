package org.nightjar.async.payer;

import java.time.Instant;
import java.util.List;

/**
 * DORMANT of modes B and T: the LSP holds all HTLCs, the recipient was told, the payer may go
 * offline.
 *
 * @param tries how often the recipient was told, 1 or more
 * @param lastTry when last, with milliseconds
 */
public record Dormant(Order order, Terms.Static terms, List<Part> parts, int tries, Instant lastTry)
    implements PaymentState.WithHtlcs {
  /** Takes a copy. */
  public Dormant {
    parts = List.copyOf(parts);
  }

  @Override
  public Dormant withParts(List<Part> changed) {
    return new Dormant(order, terms, changed, tries, lastTry);
  }

  @Override
  public boolean isHold() {
    return true;
  }
}
