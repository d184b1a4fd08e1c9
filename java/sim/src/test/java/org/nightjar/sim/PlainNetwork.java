package org.nightjar.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nightjar.Nightjar;
import org.nightjar.async.ForwardingTerms;
import org.nightjar.async.Notice;
import org.nightjar.async.PaymentId;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.StoreException;
import org.nightjar.wire.blinded.PaymentRelay;

/** Payer, two forwarding nodes, recipient, with roles that do the least: to test the network. */
final class PlainNetwork {
  static final Nightjar NIGHTJAR = Nightjar.open();

  private static final long HALF = 10_000_000;
  private static final ForwardingTerms TERMS =
      new ForwardingTerms(new PaymentRelay(40, 0, 100), 1, HALF);

  final Simulation simulation;
  final SimNode payer;
  final SimNode recipient;
  final Map<PaymentId, Notice> ends = new LinkedHashMap<>();
  final List<PaymentId> payments = new ArrayList<>();

  PlainNetwork(long seed, boolean refuses) {
    simulation = new Simulation(NIGHTJAR, seed);
    recipient =
        simulation.addNode(
            "recipient", true, e -> Program.Running.of(new PlainRecipient(e, refuses)));
    SimNode first =
        simulation.addNode("first", false, e -> Program.Running.of(new PlainForwarder(e)));
    SimNode second =
        simulation.addNode("second", false, e -> Program.Running.of(new PlainForwarder(e)));
    payer =
        simulation.addNode(
            "payer",
            true,
            e -> Program.Running.of(new PlainPayer(e, recipient.id(), simulation.height() + 400)));
    simulation.openChannel(payer, first, HALF, HALF, TERMS);
    simulation.openChannel(first, second, HALF, HALF, TERMS);
    simulation.openChannel(second, recipient, HALF, HALF, TERMS);
    payer.onNotice(this::notice);
    payer.onStart(() -> payments.forEach(this::ask));
    simulation.start();
  }

  private void notice(Notice notice) {
    if (notice instanceof Notice.PaymentSucceeded succeeded) {
      ends.put(succeeded.payment(), notice);
    } else if (notice instanceof Notice.PaymentFailed failed) {
      ends.put(failed.payment(), notice);
    }
  }

  PaymentId pay(long amountMsat) {
    PaymentId id =
        PaymentId.of(
            ByteBuffer.allocate(32)
                .putLong(1)
                .putLong(simulation.randomLong())
                .putLong(payments.size())
                .putLong(amountMsat)
                .array());
    payments.add(id);
    ask(id);
    return id;
  }

  private void ask(PaymentId id) {
    PlainPayer role = payer.running().role(PlainPayer.class).orElseThrow();
    if (!payer.ask(now -> role.pay(id))) {
      simulation.after(Duration.ofSeconds(10), () -> ask(id));
    }
  }

  /** As the payer's store says: a notice may be lost at a crash. */
  private boolean isOver(PaymentId id) {
    try {
      return payer
          .platter()
          .load(Key.of(Kind.PAYMENT, id.toBytes()))
          .filter(PlainPayer::isOver)
          .isPresent();
    } catch (StoreException e) {
      throw new AssertionError(e);
    }
  }

  /** Faults end; then everything must come to an end. */
  void finish() {
    simulation.setFaults(Faults.NONE);
    boolean done =
        simulation.runUntil(
            () -> payments.stream().allMatch(this::isOver) && simulation.nothingLocked(),
            Duration.ofHours(12));
    assertThat(done).as("all payments are over").isTrue();
    simulation.checkAtRest();
  }
}
