package org.nightjar.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.nightjar.Nightjar;
import org.nightjar.async.Effect;
import org.nightjar.async.Event;
import org.nightjar.async.payer.PayerMode;
import org.nightjar.sim.channel.Stage;

/** Channels that close under a payment, by a deadline or because an end wants to. */
class ForceCloseTest {
  private static final Nightjar NIGHTJAR = Nightjar.open();
  private static final Duration LONG = Duration.ofDays(1);

  private final Simulation simulation = new Simulation(NIGHTJAR, 23);
  private final AsyncNetwork network = Topology.LSP3.in(simulation);
  private final SimNode alice = simulation.node(Topology.ALICE);
  private final SimNode bob = simulation.node(Topology.BOB);
  private final SimNode lsp = simulation.node("lsp");
  private final SimChannel incoming = simulation.channels().get(0);
  private final SimChannel outgoing = simulation.channels().get(1);
  private final List<TraceEvent> seen = new ArrayList<>();

  private SimPayment hold() {
    simulation.addTrace((at, event) -> seen.add(event));
    network.start();
    bob.setPushable(false);
    bob.sleep();
    SimPayment payment = network.pay(alice, bob, 5_000_000, PayerMode.HOLD_AT_LSP);
    simulation.run(Duration.ofMinutes(1));
    assertThat(incoming.isIdle()).isFalse();
    assertThat(outgoing.isIdle()).isTrue();
    return payment;
  }

  private void runUntil(BooleanSupplier done) {
    assertThat(simulation.runUntil(done, LONG)).isTrue();
  }

  private void daysPass(BooleanSupplier done) {
    for (int i = 0; i < 200 && !done.getAsBoolean(); i++) {
      simulation.chain().hurry();
      simulation.runUntil(done, Duration.ofMinutes(10));
    }
    assertThat(done.getAsBoolean()).isTrue();
  }

  private List<String> closers() {
    return seen.stream()
        .filter(TraceEvent.ChannelClosed.class::isInstance)
        .map(event -> ((TraceEvent.ChannelClosed) event).node())
        .toList();
  }

  private boolean isResolved(boolean claimed) {
    return seen.stream()
        .anyMatch(
            event ->
                event instanceof TraceEvent.ResolvedOnChain resolved
                    && resolved.claimed() == claimed);
  }

  @Test
  void aPayerWhoStaysAwayPaysOnChain() {
    SimPayment payment = hold();
    alice.setPushable(false);
    alice.sleep();
    bob.stayAwake();
    runUntil(() -> network.simulation().invariants().gainMsat(bob) > 0);
    daysPass(() -> isResolved(true));
    assertThat(closers()).containsExactly("lsp");
    network.settle(LONG);
    assertThat(payment.isPaid()).isTrue();
    assertThat(isResolved(false)).isFalse();
  }

  @Test
  void aRecipientWhoStaysAwayIsNotPaid() {
    SimPayment payment = hold();
    bob.stayAwake();
    runUntil(() -> outgoing.state(bob).received().stream().anyMatch(h -> h.stage() == Stage.LIVE));
    bob.sleep();
    daysPass(() -> isResolved(false));
    assertThat(closers()).containsExactly("lsp");
    network.settle(LONG);
    assertThat(payment.failure()).isPresent();
    assertThat(isResolved(true)).isFalse();
  }

  /** The chain gives it back; a release comes too late. */
  @Test
  void aHoldWhoseChannelClosesIsOver() {
    SimPayment payment = hold();
    simulation.forceClose(incoming, lsp);
    simulation.run(Duration.ofMinutes(1));
    seen.clear();
    bob.stayAwake();
    simulation.run(Duration.ofHours(2));
    assertThat(seen)
        .noneMatch(
            event ->
                event instanceof TraceEvent.Did did
                    && did.node().equals("lsp")
                    && did.effect() instanceof Effect.OfferHtlc);
    network.settle(LONG);
    assertThat(isResolved(false)).isTrue();
    assertThat(payment.isOver()).isTrue();
  }

  /** Its node hears of it at each start. */
  @Test
  void aClaimSurvivesTheRestartOfItsNode() {
    SimPayment payment = hold();
    bob.stayAwake();
    runUntil(() -> !outgoing.isIdle());
    simulation.forceClose(incoming, lsp);
    lsp.crash();
    runUntil(
        () ->
            seen.stream()
                .anyMatch(
                    event ->
                        event instanceof TraceEvent.Told told
                            && told.event() instanceof Event.HtlcOnChain));
    network.settle(LONG);
    assertThat(payment.isPaid()).isTrue();
    assertThat(isResolved(true)).isTrue();
  }
}
