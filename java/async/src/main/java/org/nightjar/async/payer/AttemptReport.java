package org.nightjar.async.payer;

import java.util.List;
import java.util.OptionalInt;

/**
 * What the payer learnt from the outcome of an HTLC. Where the LSP has a book to read failures
 * with, it can forge them too: hops are not to be judged by this.
 *
 * @param hop which failed, 0 for the first node; empty if it was fulfilled, if it never left, or if
 *     nobody can tell
 * @param code of BOLT 4; empty if it was fulfilled, if it never left, or if nobody can tell
 * @param holdTimes of the hops from the first on, as far as they are right, in units of 100 ms
 */
public record AttemptReport(OptionalInt hop, OptionalInt code, List<Long> holdTimes) {
  static final AttemptReport NONE =
      new AttemptReport(OptionalInt.empty(), OptionalInt.empty(), List.of());

  /** Takes a copy. */
  public AttemptReport {
    holdTimes = List.copyOf(holdTimes);
  }
}
