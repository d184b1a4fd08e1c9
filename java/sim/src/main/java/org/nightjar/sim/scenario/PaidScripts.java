package org.nightjar.sim.scenario;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.nightjar.sim.SimNode;
import org.nightjar.sim.SimPayment;

/** Scripts in which only phones sleep. */
final class PaidScripts {
  private static final Duration NAP = Duration.ofMinutes(7);
  private static final Duration NIGHT = Duration.ofHours(8);
  private static final Duration MINUTES = Duration.ofMinutes(20);

  private PaidScripts() {}

  static void plain(Stage stage) {
    stage.withChannelOfLsps().open();
    stage.bobSleeps();
    SimPayment payment = stage.payHeld(stage.alice());
    stage.run(NAP);
    stage.check("Bob has nothing while he sleeps", stage.gain(stage.bob()) == 0);
    stage.bobWakes();
    stage.awaitPaid(payment);
    stage.checkPaidOnce(payment);
    stage.conclude(
        "Alice paid Bob while his phone slept: her LSP held the payment and could not take it,"
            + " for the preimage lies in Bob's layer of the onion.");
  }

  static void payerOffline(Stage stage) {
    stage.withChannelOfLsps().open();
    stage.bobSleeps();
    SimPayment payment = stage.payHeld(stage.alice());
    stage.aliceGoesOff();
    stage.run(NAP);
    stage.bobWakes();
    stage.await(
        "Bob is paid while Alice's phone is off",
        () -> stage.gain(stage.bob()) == Stage.AMOUNT_MSAT && !stage.alice().isUp(),
        MINUTES);
    stage.run(NIGHT);
    stage.aliceComesBack();
    stage.awaitPaid(payment);
    stage.checkPaidOnce(payment);
    stage.conclude(
        "Bob was paid while Alice's phone was off: her LSP held the payment, sent it on, and kept the"
            + " preimage for her; it could do nothing else with the money.");
  }

  static void servedTwice(Stage stage) {
    SimNode carol = stage.withChannelOfLsps().addPayer("Carol");
    stage.open();
    stage.bobSleeps();
    SimPayment first = stage.payHeld(stage.alice());
    SimPayment second = stage.payHeld(carol);
    stage.check("both were served the same static invoice", sameInvoice(stage, carol));
    stage.run(NAP);
    stage.bobWakes();
    stage.awaitPaid(first);
    stage.awaitPaid(second);
    stage.checkPaidOnce(first, second);
    stage.check("the two preimages are different", !first.preimage().equals(second.preimage()));
    stage.conclude(
        "Two payers paid one invoice and nobody lost: a static invoice has no payment hash, each"
            + " payer chose a preimage, so what one reveals takes nothing from the other.");
  }

  private static boolean sameInvoice(Stage stage, SimNode other) {
    List<byte[]> ofAlice = Sightings.staticInvoices(stage, stage.alice());
    List<byte[]> ofOther = Sightings.staticInvoices(stage, other);
    return !ofAlice.isEmpty()
        && !ofOther.isEmpty()
        && ofOther.stream().allMatch(invoice -> Arrays.equals(invoice, ofAlice.get(0)));
  }
}
