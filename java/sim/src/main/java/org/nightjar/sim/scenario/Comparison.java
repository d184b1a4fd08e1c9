package org.nightjar.sim.scenario;

import java.util.List;

/** A static HTLC invoice and a reusable PTLC invoice, side by side, as a play showed them. */
public record Comparison(List<Row> rows) {
  /** Takes a copy. */
  public Comparison {
    rows = List.copyOf(rows);
  }

  /**
   * One question, answered for both.
   *
   * @param seen whether the play's own messages, records and signatures say so; else it is how the
   *     invoices are made
   */
  public record Row(String question, String htlc, String ptlc, boolean seen) {}
}
