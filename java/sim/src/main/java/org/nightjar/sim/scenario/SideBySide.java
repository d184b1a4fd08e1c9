package org.nightjar.sim.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.SchnorrSignature;
import org.nightjar.async.payer.Payer;
import org.nightjar.async.payer.PaymentState;
import org.nightjar.async.payer.Succeeded;
import org.nightjar.async.payer.Terms;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.StoreException;
import org.nightjar.ptlc.Receipt;
import org.nightjar.sim.PtlcPayment;
import org.nightjar.sim.SimNode;
import org.nightjar.sim.SimPayment;
import org.nightjar.sim.channel.ChannelMessage;
import org.nightjar.sim.channel.Lock;
import org.nightjar.wire.WireException;
import org.nightjar.wire.async.ClaimReceipt;
import org.nightjar.wire.bolt12.Field;

/**
 * Compares a payment by HTLC, with and without the claim receipt that came for it, with one by
 * PTLC, by what was seen of them.
 */
final class SideBySide {
  private static final String SAME = "the same";

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
      PaymentState state = payer(payment).status(payment.id()).orElse(null);
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

  private static Payer payer(SimPayment payment) {
    return payment.payer().running().role(Payer.class).orElseThrow();
  }

  Comparison compare() {
    locks();
    thieves();
    proof();
    row(
        "must Bob give it",
        "-",
        "no: he sends it after the claim, if he likes",
        "yes: what claims the money is half of it",
        false);
    row(
        "the LSP issues it twice",
        "harmless: it has no hash",
        SAME,
        "harmless, and provable (ptlc-reused-nonce)",
        false);
    memory();
    row(
        "state",
        "deployed",
        "a proposal of Nightjar",
        "experimental: no channels, no review",
        false);
    return new Comparison(rows);
  }

  private void row(String question, String htlc, String receipt, String ptlc, boolean seen) {
    rows.add(new Comparison.Row(question, htlc, receipt, ptlc, seen));
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
        "lock on " + hops + " channels",
        hashes + " hash: hops can link it",
        SAME,
        points + " points: no two alike",
        true);
  }

  private void thieves() {
    row(
        "what opens it",
        knewBefore ? "a preimage that Alice made up" : "a preimage of unknown origin",
        SAME,
        "half of a signature that only Bob can make",
        true);
    row(
        "who can steal it",
        "who learns Alice's preimage before Bob claims",
        SAME,
        "nobody: it takes Bob's receipt key and his phone's epoch secret",
        false);
  }

  private void proof() {
    Receipt receipt = byPtlc.receipt().orElseThrow();
    Optional<ClaimReceipt> claimReceipt = claimReceipt();
    boolean claimed = claimReceipt.isPresent();
    boolean valid = isOfBob(receipt);
    row(
        "what Alice can prove",
        knewBefore && byHtlc.preimage().isPresent()
            ? "nothing: she had the preimage before"
            : "that the preimage was revealed",
        claimReceipt
            .map(
                said ->
                    "that Bob signed: "
                        + sat(said.amountMsat())
                        + " came for this hash, at this time; not by whom, or what for")
            .orElse("NOTHING: no valid receipt came"),
        "that Bob signed her message: who, what for, when, "
            + sat(receipt.message().terms().amountMsat())
            + ", index "
            + receipt.message().index(),
        true);
    row(
        "to whom",
        "nobody",
        claimed ? "who has Bob's offer: its key signed, as in BOLT 12" : "NOBODY",
        valid
            ? "who has Bob's offer: its receipt key signed, any BIP340 verifier says so"
            : "NOBODY: the receipt is not valid",
        true);
    byte[] hash = receipt.message().hash(nightjar).toBytes();
    byte[] challenge = nightjar.primitives().sha256(hash);
    boolean own = receipt.presentedBy(nightjar, challenge, stage.ptlcs().answer(byPtlc, challenge));
    boolean others = receipt.presentedBy(nightjar, challenge, receipt.signature());
    row(
        "that it was she",
        "no",
        "no: it names nobody, and every hop saw the hash",
        own && !others ? "yes: she answers a challenge with the key in it" : "NO",
        true);
    stage.check("Alice made the HTLC's preimage up herself, before she paid", knewBefore);
    stage.check(
        "the HTLC's claim receipt is by the key of Bob's offer, and for what she paid", claimed);
    stage.check(
        "the PTLC's receipt is a plain BIP340 signature by Bob's receipt key, and Alice's own",
        valid && own && !others);
    stage.check(
        "it says what she paid", receipt.message().terms().amountMsat() == byPtlc.amountMsat());
  }

  private static String sat(long msat) {
    return String.format(Locale.ROOT, "%,d sat", msat / 1_000);
  }

  /** Whether a plain verifier takes it, and does not if a bit changes. */
  private boolean isOfBob(Receipt receipt) {
    byte[] payee = stage.ptlcs().offer(stage.bob()).terms().payee().toBytes();
    byte[] hash = receipt.message().hash(nightjar).toBytes();
    byte[] changed = receipt.signature().toBytes();
    changed[SchnorrSignature.LENGTH - 1] ^= 1;
    return nightjar.verify(payee, hash, receipt.signature())
        && !nightjar.verify(payee, hash, SchnorrSignature.of(changed));
  }

  /** What Bob signed for the HTLC, if Alice has it and the key of his static invoice made it. */
  private Optional<ClaimReceipt> claimReceipt() {
    try {
      Payer payer = payer(byHtlc);
      Optional<ClaimReceipt> receipt = payer.receipt(byHtlc.id());
      if (receipt.isPresent()
          && payer.status(byHtlc.id()).orElseThrow() instanceof Succeeded succeeded
          && succeeded.terms() instanceof Terms.Static terms) {
        PublicKey issuer =
            terms.taken().invoice().invoice().get(Field.INVOICE_NODE_ID).orElseThrow();
        byte[] hash = terms.paymentHash().toBytes();
        receipt.get().check(nightjar, issuer, hash, byHtlc.amountMsat());
        return receipt;
      }
      return Optional.empty();
    } catch (StoreException e) {
      throw new IllegalStateException("a store in memory cannot be read", e);
    } catch (WireException e) {
      return Optional.empty();
    }
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
        "nothing: after a restart he owes none",
        "a journal, or his key is at risk: " + answers + " entry now",
        true);
  }
}
