package org.nightjar.async.payer;

import java.util.List;

/**
 * SENDING and INFLIGHT of mode A, and PAY_NORMAL: HTLCs are on their way that nobody is asked to
 * hold.
 */
public record InFlight(Order order, Terms terms, List<Part> parts)
    implements PaymentState.WithHtlcs {
  /** Takes a copy. */
  public InFlight {
    parts = List.copyOf(parts);
  }

  @Override
  public boolean awaitsRecipient() {
    return terms instanceof Terms.Static && parts.stream().anyMatch(Part::awaitsRecipient);
  }

  @Override
  public InFlight withParts(List<Part> changed) {
    return new InFlight(order, terms, changed);
  }
}
