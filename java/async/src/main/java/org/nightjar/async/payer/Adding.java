package org.nightjar.async.payer;

import java.util.List;

/**
 * ADDING and COMMITTING of modes B and T: the LSP was asked to hold HTLCs, and did not yet say for
 * all of them how the recipient can release them.
 */
public record Adding(Order order, Terms.Static terms, List<Part> parts)
    implements PaymentState.WithHtlcs {
  /** Takes a copy. */
  public Adding {
    parts = List.copyOf(parts);
  }

  @Override
  public Adding withParts(List<Part> changed) {
    return new Adding(order, terms, changed);
  }

  @Override
  public boolean isHold() {
    return true;
  }
}
