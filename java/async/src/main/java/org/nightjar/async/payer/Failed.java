package org.nightjar.async.payer;

import java.util.List;

/**
 * FAILED: it cost nothing.
 *
 * @param reason a short fixed text
 */
public record Failed(Order order, List<Part> parts, String reason) implements PaymentState.Ended {
  /** Takes a copy. */
  public Failed {
    parts = List.copyOf(parts);
  }
}
