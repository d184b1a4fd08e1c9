package org.nightjar.async.payer;

import java.util.List;
import org.nightjar.async.Preimage;

/** SUCCEEDED: the recipient has the money. */
public record Succeeded(Order order, Terms terms, List<Part> parts) implements PaymentState.Ended {
  /** Takes a copy. */
  public Succeeded {
    parts = List.copyOf(parts);
  }

  /** What it cost beside the amount. */
  public long feeMsat() {
    return parts.stream().mapToLong(part -> part.status().feeMsat()).sum();
  }

  /** Whose hash is the payment hash; it proves the payment only if the invoice was ordinary. */
  public Preimage preimage() {
    for (Part part : parts) {
      if (part.status() instanceof PartStatus.Fulfilled fulfilled) {
        return fulfilled.preimage();
      }
    }
    throw new IllegalStateException("no part is fulfilled");
  }
}
