package org.nightjar.sim.scenario;

import java.time.Duration;
import java.util.List;
import org.nightjar.Nightjar;
import org.nightjar.async.Notice;
import org.nightjar.ptlc.IssueStatement;
import org.nightjar.ptlc.Judge;
import org.nightjar.ptlc.XOnlyKey;
import org.nightjar.sim.AsyncNetwork;
import org.nightjar.sim.PtlcPayment;
import org.nightjar.sim.SimNode;
import org.nightjar.sim.SimPayment;

/** Scripts with reusable PTLC invoices: experimental. */
final class PtlcScripts {
  private static final Duration NAP = Duration.ofMinutes(7);
  private static final Duration MINUTES = Duration.ofMinutes(20);

  private PtlcScripts() {}

  static void plain(Stage stage) {
    stage.withChannelOfLsps().open();
    stage.bobSleeps();
    SimPayment byHtlc = stage.payHeld(stage.alice());
    boolean knewBefore = SideBySide.payerHasPreimage(stage, byHtlc);
    PtlcPayment byPtlc = stage.payPtlcHeld(stage.alice(), 1);
    stage.run(NAP);
    stage.check("Bob has nothing while he sleeps", stage.gain(stage.bob()) == 0);
    stage.bobWakes();
    stage.awaitPaid(byHtlc);
    stage.awaitPaid(byPtlc);
    stage.checkPtlcsPaidOnce(List.of(byHtlc), byPtlc);
    stage.awaitReceipt(byHtlc);
    stage.compare(new SideBySide(stage, byHtlc, byPtlc, knewBefore).compare());
    stage.conclude(
        "Alice paid Bob twice while his phone slept. Of the HTLC she has a preimage that she made up"
            + " herself, and Bob's word that it was paid, which he gave of his own will; of the PTLC"
            + " a signature over all that she paid for, without which he had no money.");
  }

  static void reusedNonce(Stage stage) {
    SimNode carol = stage.withChannelOfLsps().addPayer("Carol");
    stage.open();
    stage.ptlcs().letReuseNonces(stage.bobLsp());
    stage.bobSleeps();
    PtlcPayment first = stage.payPtlcHeld(stage.alice(), 1);
    PtlcPayment second = stage.payPtlcHeld(carol, 1);
    IssueStatement toAlice = stage.ptlcs().statement(first).orElseThrow();
    IssueStatement toCarol = stage.ptlcs().statement(second).orElseThrow();
    stage.check("Bob's LSP issued one index to both", toAlice.index() == toCarol.index());
    stage.run(NAP);
    stage.bobWakes();
    stage.await("both payments are over", () -> first.isOver() && second.isOver(), MINUTES);
    PtlcPayment paid = first.isPaid() ? first : second;
    PtlcPayment refused = paid == first ? second : first;
    stage.check("one is paid, and its payer has a receipt", paid.isPaid());
    stage.check(
        "Bob refused the other: the index has answered",
        !refused.isPaid() && Sightings.refused(stage, stage.bob(), "a payment: ERR_INDEX_USED"));
    stage.checkPtlcsPaidOnce(List.of(), paid);
    stage.check(
        refused.payer().name() + " has all the money back", stage.gain(refused.payer()) == 0);
    Nightjar nightjar = stage.simulation().nightjar();
    XOnlyKey lsp = stage.ptlcs().offer(stage.bob()).lsp();
    stage.check(
        "the LSP's two statements prove to anyone that it issued the index twice",
        Judge.issuedTwice(nightjar, toAlice, toCarol, lsp));
    stage.check(
        "one statement proves nothing", !Judge.issuedTwice(nightjar, toAlice, toAlice, lsp));
    stage.conclude(
        "Bob's LSP gave one nonce pair to two payers and gained nothing: Bob's journal answered one of"
            + " them, the other has her money back, and both hold the LSP's signatures against it.");
  }

  static void restored(Stage stage) {
    stage.withChannelOfLsps().open();
    stage.bobSleeps();
    PtlcPayment old = stage.payPtlcHeld(stage.alice(), 1);
    stage.run(NAP);
    stage.ptlcs().restoreOnOtherDevice(stage.bob());
    stage.bobWakes();
    stage.await(
        "Bob's phone finds that its epoch secret is not there: the epoch is dead",
        () -> !Sightings.notices(stage, stage.bob(), Notice.EpochDied.class).isEmpty(),
        MINUTES);
    stage.await("Alice's payment in the old epoch is over", old::isOver, MINUTES);
    stage.check(
        "Bob refused it, for the phone cannot compute the old nonces",
        Sightings.refused(stage, stage.bob(), "a payment: ERR_EPOCH"));
    stage.await(
        "Alice has all her money back",
        () -> !old.isPaid() && stage.gain(stage.alice()) == 0,
        MINUTES);
    stage.bobSleeps();
    PtlcPayment fresh = stage.payPtlcHeld(stage.alice(), 1);
    stage.run(NAP);
    stage.bobWakes();
    stage.awaitPaid(fresh);
    stage.checkPtlcsPaidOnce(List.of(), fresh);
    stage.check(
        "the receipt is of the new epoch, by the same receipt key",
        fresh
            .receipt()
            .filter(
                receipt ->
                    !receipt
                            .message()
                            .epoch()
                            .equals(stage.ptlcs().statement(old).orElseThrow().epoch())
                        && receipt
                            .message()
                            .payee()
                            .equals(stage.ptlcs().offer(stage.bob()).terms().payee()))
            .isPresent());
    stage.conclude(
        "Nonces are hashed from a secret that is in no backup, so a restored phone cannot answer an"
            + " index twice: what was in flight went back, and new nonces serve the same offer.");
  }

  static void missingPart(Stage stage) {
    SimNode deadEnd = stage.addRouter("Rose", 0);
    SimNode detour = stage.addRouter("Ruth", AsyncNetwork.HALF_MSAT);
    stage.open();
    stage.bobSleeps();
    PtlcPayment payment = stage.payPtlcHeld(stage.alice(), 2);
    stage.run(NAP);
    stage.bobWakes();
    stage.await(
        "one part fails at Rose, the other arrives and waits",
        () ->
            !Sightings.fails(stage, deadEnd).isEmpty()
                && !Sightings.adds(stage, stage.bobLsp()).isEmpty(),
        MINUTES);
    stage.check("Bob claims nothing of it", stage.gain(stage.bob()) == 0);
    stage.await(
        "he gives it back",
        () -> Sightings.refused(stage, stage.bob(), "a payment of which a part is missing"),
        MINUTES);
    stage.await(
        "Alice has all her money back, and tries again with the same message",
        () -> stage.gain(stage.alice()) == 0 || payment.isPaid(),
        MINUTES);
    stage.await("Alice has a receipt", payment::isPaid, MINUTES);
    stage.checkPtlcsPaidOnce(List.of(), payment);
    stage.check(
        "Alice paid the amount and the fees, once",
        stage.gain(stage.alice()) == -payment.amountMsat() - payment.feeMsat());
    stage.check("both parts went over Ruth", Sightings.adds(stage, detour).size() >= 2);
    stage.conclude(
        "Both parts are locked to the sum of two shares, one in each onion: until both were there Bob"
            + " could not claim either, and when they were, one receipt paid for both.");
  }
}
