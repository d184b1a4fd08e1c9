package org.nightjar.sim.scenario;

import java.util.List;

/**
 * A static HTLC invoice, the same with a claim receipt, and a reusable PTLC invoice, side by side,
 * as a play showed them.
 */
public record Comparison(List<Row> rows) {
  /** Takes a copy. */
  public Comparison {
    rows = List.copyOf(rows);
  }

  /**
   * One question, answered for all three.
   *
   * @param htlc of a static HTLC invoice
   * @param receipt of one whose recipient sends a {@code claim_receipt}
   * @param ptlc of a reusable PTLC invoice
   * @param seen whether the play's own messages, records and signatures say so; else it is how the
   *     invoices are made
   */
  public record Row(String question, String htlc, String receipt, String ptlc, boolean seen) {}
}
