package org.nightjar.async.payer;

import java.util.List;

/**
 * The outcome is certain, since a part was fulfilled or is given up, but other parts are still
 * locked: no more attempts, only waiting.
 *
 * @param reason why it fails, if it does
 */
public record Settling(Order order, Terms terms, List<Part> parts, String reason)
    implements PaymentState.WithHtlcs {
  /** Takes a copy. */
  public Settling {
    parts = List.copyOf(parts);
  }

  @Override
  public Settling withParts(List<Part> changed) {
    return new Settling(order, terms, changed, reason);
  }
}
