package org.nightjar.sim.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nightjar.Nightjar;
import org.nightjar.SchnorrSignature;
import org.nightjar.async.Preimage;
import org.nightjar.async.payer.Payer;
import org.nightjar.async.payer.PaymentState;
import org.nightjar.async.payer.Terms;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.StoreException;
import org.nightjar.ptlc.Receipt;
import org.nightjar.sim.PtlcPayment;
import org.nightjar.sim.SimNode;
import org.nightjar.sim.SimPayment;
import org.nightjar.sim.channel.ChannelMessage;
import org.nightjar.sim.channel.Lock;

/** Compares a payment by HTLC with one by PTLC, by what was seen of them. */
final class SideBySide {
  private final Stage stage;
  private final Nightjar nightjar;
  private final SimPayment byHtlc;
  private final PtlcPayment byPtlc;
  private final boolean knewBefore;
  private final List<Comparison.Row> rows = new ArrayList<>();

  /**
   * Of two payments that are paid.
   *
   * @param knewBefore whether the payer had the preimage before the HTLC was claimed
   */
  SideBySide(Stage stage, SimPayment byHtlc, PtlcPayment byPtlc, boolean knewBefore) {
    this.stage = stage;
    this.nightjar = stage.simulation().nightjar();
    this.byHtlc = byHtlc;
    this.byPtlc = byPtlc;
    this.knewBefore = knewBefore;
  }

  /** Whether a payer has the preimage of its payment, and nobody revealed it yet. */
  static boolean payerHasPreimage(Stage stage, SimPayment payment) {
    try {
      Payer payer = payment.payer().running().role(Payer.class).orElseThrow();
      PaymentState state = payer.status(payment.id()).orElse(null);
      return payment.preimage().isEmpty()
          && state instanceof PaymentState.WithHtlcs withHtlcs
          && withHtlcs.terms() instanceof Terms.Static terms
          && terms
              .preimage()
              .hash(stage.simulation().nightjar().primitives())
              .equals(withHtlcs.terms().paymentHash());
    } catch (StoreException e) {
      return false;
    }
  }

  Comparison compare() {
    locks();
    thieves();
    proof();
    row(
        "the LSP issues it twice",
        "harmless: it has no hash",
        "harmless, and provable (ptlc-reused-nonce)",
        false);
    memory();
    row("state", "deployed", "experimental: no channels, no review", false);
    return new Comparison(rows);
  }

  private void row(String question, String htlc, String ptlc, boolean seen) {
    rows.add(new Comparison.Row(question, htlc, ptlc, seen));
  }

  private void locks() {
    List<Lock> locks = new ArrayList<>();
    for (SimNode node : stage.simulation().nodes()) {
      Sightings.adds(stage, node).stream()
          .map(ChannelMessage.UpdateAddHtlc::lock)
          .forEach(locks::add);
    }
    long hashes = locks.stream().filter(Lock.Hash.class::isInstance).distinct().count();
    long points = locks.stream().filter(Lock.Point.class::isInstance).distinct().count();
    long hops = locks.stream().filter(Lock.Point.class::isInstance).count();
    row(
        "its lock on " + hops + " channels",
        hashes + " hash: hops can link it",
        points + " points: no two alike",
        true);
  }

  private void thieves() {
    row(
        "what opens it",
        knewBefore ? "a preimage that Alice made up" : "a preimage of unknown origin",
        "half of a signature that only Bob can make",
        true);
    row(
        "who can steal it",
        "who gets Alice's preimage",
        "nobody: it takes Bob's receipt key and his phone's epoch secret",
        false);
  }

  private void proof() {
    Receipt receipt = byPtlc.receipt().orElseThrow();
    byte[] payee = stage.ptlcs().offer(stage.bob()).terms().payee().toBytes();
    byte[] hash = receipt.message().hash(nightjar).toBytes();
    boolean valid = nightjar.verify(payee, hash, receipt.signature());
    byte[] changed = receipt.signature().toBytes();
    changed[SchnorrSignature.LENGTH - 1] ^= 1;
    boolean strict = !nightjar.verify(payee, hash, SchnorrSignature.of(changed));
    Optional<Preimage> preimage = byHtlc.preimage();
    row(
        "what Alice can prove",
        knewBefore && preimage.isPresent()
            ? "nothing: she had the preimage before"
            : "that the preimage was revealed",
        "that Bob's key signed her message: "
            + receipt.message().terms().amountMsat() / 1_000
            + " sat, index "
            + receipt.message().index(),
        true);
    row(
        "to whom",
        "nobody",
        valid && strict
            ? "anyone: a plain BIP340 verifier says valid, and invalid if a bit changes"
            : "NOBODY: the receipt is not valid",
        true);
    byte[] challenge = nightjar.primitives().sha256(hash);
    boolean own = receipt.presentedBy(nightjar, challenge, stage.ptlcs().answer(byPtlc, challenge));
    boolean others = receipt.presentedBy(nightjar, challenge, receipt.signature());
    row(
        "that it was she",
        "-",
        own && !others ? "yes: she answers a challenge with the key in it" : "NO",
        true);
    stage.check(
        "the receipt is a plain BIP340 signature by Bob's receipt key, and Alice's own",
        valid && strict && own && !others);
    stage.check("Alice made the HTLC's preimage up herself, before she paid", knewBefore);
    stage.check(
        "the receipt says what she paid",
        receipt.message().terms().amountMsat() == byPtlc.amountMsat());
  }

  private void memory() {
    int answers;
    try {
      answers = stage.bob().platter().scan(Kind.PTLC_ANSWER, null, 100).size();
    } catch (StoreException e) {
      throw new IllegalStateException("a store in memory cannot be read", e);
    }
    row(
        "what Bob must keep",
        "nothing",
        "a journal, or his key is at risk: " + answers + " entry now",
        true);
  }
}
