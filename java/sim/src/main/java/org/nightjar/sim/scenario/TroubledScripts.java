package org.nightjar.sim.scenario;

import java.time.Duration;
import java.util.List;
import org.nightjar.async.payer.PayerMode;
import org.nightjar.sim.AsyncNetwork;
import org.nightjar.sim.CrashPlan;
import org.nightjar.sim.FaultProfile;
import org.nightjar.sim.SimNode;
import org.nightjar.sim.SimPayment;
import org.nightjar.sim.Simulation;
import org.nightjar.sim.channel.ChannelMessage;

/** Scripts in which more goes wrong than that phones sleep. */
final class TroubledScripts {
  private static final Duration NAP = Duration.ofMinutes(7);
  private static final Duration MINUTES = Duration.ofMinutes(20);
  private static final Duration HOURS = Duration.ofHours(2);
  private static final Duration DAYS = Duration.ofDays(3);

  /** What an LSP sends at least for a payer who is away, in a day. */
  private static final int REMINDERS = 10;

  private TroubledScripts() {}

  static void neverWakes(Stage stage) {
    stage.withChannelOfLsps().open();
    stage.bobSleeps();
    SimPayment payment = stage.payHeld(stage.alice());
    stage.aliceGoesOff();
    long before = Sightings.onionMessages(stage, stage.aliceLsp(), stage.bobLsp());
    stage.await(
        "Alice's LSP gives the hold up by itself",
        () -> Sightings.holdEnded(stage, stage.aliceLsp()),
        DAYS);
    stage.check(
        "until then it told Bob again and again, while her phone was off",
        Sightings.onionMessages(stage, stage.aliceLsp(), stage.bobLsp()) - before >= REMINDERS);
    stage.run(NAP);
    stage.aliceComesBack();
    stage.await("Alice is told that the payment failed", payment::isOver, MINUTES);
    stage.run(NAP);
    stage.check("Alice has all her money, and paid no fee", stage.gain(stage.alice()) == 0);
    stage.bobWakes();
    stage.run(NAP);
    stage.check("what Bob says when he wakes moves no money", stage.gain(stage.bob()) == 0);
    stage.check("the payment failed, and is not paid", payment.isOver() && !payment.isPaid());
    stage.conclude(
        "Bob never woke, so Alice's LSP failed the payment long before it expired, with time for"
            + " her to come back: she has every msat, and no channel was closed.");
  }

  static void lspCrash(Stage stage) {
    Simulation simulation = stage.withChannelOfLsps().simulation();
    SimNode lsp = stage.aliceLsp();
    stage.open();
    stage.bobSleeps();
    SimPayment payment = stage.payHeld(stage.alice());
    lsp.crash();
    stage.check("Alice's LSP crashes while it holds", !lsp.isUp());
    stage.await("it starts again", lsp::isUp, MINUTES);
    stage.run(NAP);
    stage.bobWakes();
    crashAfterNextWrite(simulation, lsp);
    stage.await(
        "it crashes again when it has written down the release, and not yet done it",
        () -> Sightings.crashes(stage) == 2,
        MINUTES);
    stage.awaitPaid(payment);
    stage.checkPaidOnce(payment);
    stage.check("it added one HTLC for it, not two", Sightings.adds(stage, lsp).size() == 1);
    stage.conclude(
        "Alice's LSP crashed twice and lost nothing: what it promises is on its disk before it says"
            + " so, and what it finds there it does, once.");
  }

  private static void crashAfterNextWrite(Simulation simulation, SimNode victim) {
    simulation.setCrashPlan(
        (node, point, count) -> {
          boolean now = node == victim && point == CrashPlan.Point.AFTER_WRITE;
          if (now) {
            simulation.setCrashPlan(CrashPlan.NONE);
          }
          return now;
        });
  }

  static void retry(Stage stage) {
    SimNode deadEnd = stage.addRouter("Rose", 0);
    SimNode detour = stage.addRouter("Ruth", AsyncNetwork.HALF_MSAT);
    stage.open();
    stage.bobSleeps();
    SimPayment payment = stage.payHeld(stage.alice());
    stage.aliceGoesOff();
    stage.run(NAP);
    stage.bobWakes();
    stage.await(
        "Bob is paid while Alice's phone is off",
        () -> stage.gain(stage.bob()) == Stage.AMOUNT_MSAT && !stage.alice().isUp(),
        HOURS);
    checkDetour(stage, deadEnd, detour, "with another onion");
    stage.aliceComesBack();
    stage.awaitPaid(payment);
    stage.checkPaidOnce(payment);
    stage.conclude(
        "A router could not go on, and Alice's LSP tried her second onion without her phone: it was"
            + " given what reads the failure, and nothing that takes the money.");
  }

  static void trampoline(Stage stage) {
    SimNode deadEnd = stage.addRouter("Rose", 0);
    SimNode detour = stage.addRouter("Ruth", AsyncNetwork.HALF_MSAT);
    stage.alice().knowOwnChannelsOnly();
    stage.open();
    stage.bobSleeps();
    stage.check(
        "Alice's phone knows no way to Bob's LSP",
        stage
            .alice()
            .environment()
            .routes()
            .payment(stage.bobLsp().id(), Stage.AMOUNT_MSAT, 0)
            .isEmpty());
    SimPayment payment = stage.payHeld(stage.alice(), PayerMode.TRAMPOLINE);
    stage.aliceGoesOff();
    stage.run(NAP);
    stage.bobWakes();
    stage.await(
        "Bob is paid while Alice's phone is off",
        () -> stage.gain(stage.bob()) == Stage.AMOUNT_MSAT && !stage.alice().isUp(),
        HOURS);
    checkDetour(stage, deadEnd, detour, "with another outer onion");
    stage.aliceComesBack();
    stage.awaitPaid(payment);
    stage.checkPaidOnce(payment);
    stage.conclude(
        "Alice's phone knew nothing of the network: her LSP found the way, and another when that"
            + " failed; what it carried inside its own onions was sealed for Bob.");
  }

  private static void checkDetour(Stage stage, SimNode deadEnd, SimNode detour, String how) {
    stage.check(
        "the first attempt failed at " + deadEnd.name(),
        Sightings.fails(stage, deadEnd).size() == 1);
    List<ChannelMessage.UpdateAddHtlc> adds = Sightings.adds(stage, stage.aliceLsp());
    stage.check(
        "the second went over " + detour.name() + ", " + how,
        adds.size() == 2
            && !adds.get(0).onion().equals(adds.get(1).onion())
            && Sightings.adds(stage, detour).size() == 1);
  }

  static void replay(Stage stage) {
    stage.withChannelOfLsps().open();
    stage.bobSleeps();
    SimPayment payment = stage.payHeld(stage.alice());
    stage.run(NAP);
    stage.simulation().setFaults(FaultProfile.NONE.rates().withReplays(1));
    stage.bobWakes();
    stage.awaitPaid(payment);
    stage.await(
        "both LSPs send their onion a second time",
        () -> isTwice(stage, stage.aliceLsp()) && isTwice(stage, stage.bobLsp()),
        MINUTES);
    stage.simulation().setFaults(FaultProfile.NONE.rates());
    stage.checkPaidOnce(payment);
    stage.check(
        "both were refused",
        Sightings.fails(stage, stage.bobLsp()).size() == 1
            && Sightings.fails(stage, stage.bob()).size() == 1);
    stage.conclude(
        "Onions that were sent again were refused: a node writes down each that it has seen before"
            + " it acts on it, so a replay moves no money and shows nobody where payments go.");
  }

  private static boolean isTwice(Stage stage, SimNode lsp) {
    List<ChannelMessage.UpdateAddHtlc> adds = Sightings.adds(stage, lsp);
    return adds.size() == 2 && adds.get(0).onion().equals(adds.get(1).onion());
  }
}
