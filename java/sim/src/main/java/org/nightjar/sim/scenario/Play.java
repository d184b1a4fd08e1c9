package org.nightjar.sim.scenario;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.nightjar.sim.PtlcPayment;
import org.nightjar.sim.SimPayment;

/**
 * A scenario that was played.
 *
 * @param parties in the order in which a chart shows them
 * @param moments in order
 * @param payments that were ordered, by HTLC
 * @param ptlcPayments that were ordered, by PTLC
 * @param heldAmounts what is held in all from when on, in order
 * @param wakeUp what the wake-up cost in which the recipient was paid, if it was
 * @param findings what must be true, and whether it is
 * @param comparison of kinds of invoices, if the play shows one
 * @param conclusion in one line, what happened and why it is safe
 */
public record Play(
    Scenario scenario,
    long seed,
    Instant begun,
    Instant ended,
    List<Party> parties,
    List<Moment> moments,
    List<SimPayment> payments,
    List<PtlcPayment> ptlcPayments,
    List<Hold> holds,
    List<HeldAmount> heldAmounts,
    List<PartyFigures> figures,
    Optional<WakeUp> wakeUp,
    List<Finding> findings,
    Optional<Comparison> comparison,
    String conclusion) {
  /** Whether everything that must be true is. */
  public boolean isAsExpected() {
    return findings.stream().allMatch(Finding::holds);
  }
}
