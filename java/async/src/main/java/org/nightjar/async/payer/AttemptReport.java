package org.nightjar.async.payer;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.nightjar.wire.blinded.PaymentRelay;
import org.nightjar.wire.failure.FailureCode;

/**
 * What the payer learnt from the outcome of an HTLC. Where the LSP has a book to read failures
 * with, it can forge them too: hops are not to be judged by this.
 *
 * @param hop which failed, 0 for the first node; empty if it was fulfilled, if it never left, or if
 *     nobody can tell
 * @param code of BOLT 4; empty if it was fulfilled, if it never left, or if nobody can tell
 * @param holdTimes of the hops from the first on, as far as they are right, in units of 100 ms
 * @param wanted by the trampoline node, if it was offered too little
 */
public record AttemptReport(
    OptionalInt hop, OptionalInt code, List<Long> holdTimes, Optional<PaymentRelay> wanted) {
  static final AttemptReport NONE =
      new AttemptReport(OptionalInt.empty(), OptionalInt.empty(), List.of());

  /** Without a trampoline node that wants more. */
  AttemptReport(OptionalInt hop, OptionalInt code, List<Long> holdTimes) {
    this(hop, code, holdTimes, Optional.empty());
  }

  /** Whether it failed where a blinded path begins, or behind: nobody says why. */
  boolean isMiss() {
    return code.equals(OptionalInt.of(FailureCode.INVALID_ONION_BLINDING.code()));
  }

  /** Whether a node of the way failed it, and not for good. */
  boolean isTemporary() {
    return code.isPresent() && (code.getAsInt() & FailureCode.PERM) == 0;
  }

  /** Takes a copy. */
  public AttemptReport {
    holdTimes = List.copyOf(holdTimes);
  }
}
