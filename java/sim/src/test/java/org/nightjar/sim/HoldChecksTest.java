package org.nightjar.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nightjar.Nightjar;
import org.nightjar.OnionPacket;
import org.nightjar.PublicKey;
import org.nightjar.async.Event;
import org.nightjar.async.HtlcId;
import org.nightjar.async.IncomingHtlc;
import org.nightjar.async.Role;
import org.nightjar.async.lsp.ForwardingNode;
import org.nightjar.async.payer.PayerMode;
import org.nightjar.sim.channel.Htlc;
import org.nightjar.wire.delegation.OutboxPut;
import org.nightjar.wire.message.OnionMessage;

/** LSPs that do not hold, and peers that say they do. */
class HoldChecksTest {
  private final Simulation simulation = new Simulation(Nightjar.open(), 43);

  /** An LSP whose forwarding role is told that nobody asked it to hold. */
  private static Program impatient(Program program) {
    return environment -> {
      Program.Running honest = program.start(environment);
      List<Role> roles =
          honest.roles().stream()
              .map(role -> role instanceof ForwardingNode ? impatient(role) : role)
              .toList();
      return new Program.Running(roles, honest.holds(), Optional.empty());
    };
  }

  private static Role impatient(Role role) {
    return (event, now) ->
        role.on(
            event instanceof Event.HtlcCommitted committed
                ? new Event.HtlcCommitted(notToHold(committed.htlc()))
                : event,
            now);
  }

  private static IncomingHtlc notToHold(IncomingHtlc htlc) {
    return new IncomingHtlc(
        htlc.id(),
        htlc.peer(),
        htlc.amountMsat(),
        htlc.paymentHash(),
        htlc.cltvExpiry(),
        htlc.onion(),
        htlc.pathKey(),
        false);
  }

  @Test
  void aHoldThatNobodyReleased() {
    AsyncNetwork network = new AsyncNetwork(simulation);
    SimNode lsp = network.addLsp("lsp", HoldChecksTest::impatient);
    SimNode alice = network.addPhone(Topology.ALICE, lsp);
    SimNode bob = network.addPhone(Topology.BOB, lsp);
    network.start();
    bob.setPushable(false);
    bob.sleep();
    network.pay(alice, bob, 1_000_000, PayerMode.HOLD_AT_LSP);
    simulation.run(Duration.ofSeconds(30));
    bob.start();
    assertThatThrownBy(() -> simulation.run(Duration.ofMinutes(5)))
        .isInstanceOf(Violation.class)
        .hasMessageContaining("invariant broken: 6: lsp forwards an HTLC that nobody released");
  }

  @Test
  void aDelegationForAnHtlcThatIsNotHeld() {
    AsyncNetwork network = Topology.LSP3.in(simulation);
    SimNode lsp = simulation.node("lsp");
    HoldChecks checks = new HoldChecks(simulation);
    network.start();
    for (PayerMode mode : List.of(PayerMode.HOLD_AT_LSP, PayerMode.ALWAYS_ONLINE)) {
      boolean hold = mode == PayerMode.HOLD_AT_LSP;
      SimNode bob = simulation.node(Topology.BOB);
      if (hold) {
        bob.setPushable(false);
        bob.sleep();
      } else {
        bob.start();
      }
      network.pay(simulation.node(Topology.ALICE), bob, 1_000_000, mode);
      simulation.runUntil(() -> received(lsp, hold) != null, Duration.ofHours(2));
      NetMessage.Own put = outbox(received(lsp, hold));
      if (hold) {
        checks.received(lsp, put);
      } else {
        assertThatThrownBy(() -> checks.received(lsp, put))
            .hasMessageContaining("invariant broken: 10: ");
      }
      bob.start();
      network.settle(Duration.ofDays(1));
    }
    checks.received(lsp, outbox(new HtlcId(lsp.ports().iterator().next().terms().id(), 999)));
    checks.received(lsp, new NetMessage.Own(OutboxPut.TYPE, new byte[] {1, 2, 3}));
  }

  private static HtlcId received(SimNode lsp, boolean hold) {
    for (NodeChannel port : lsp.ports()) {
      for (Htlc htlc : port.state().received()) {
        if (htlc.hold() == hold) {
          return new HtlcId(port.terms().id(), htlc.id());
        }
      }
    }
    return null;
  }

  private NetMessage.Own outbox(HtlcId id) {
    PublicKey key = simulation.node("lsp").id();
    OnionMessage message =
        OnionMessage.of(key, OnionPacket.of(new byte[OnionPacket.PAYMENT_LENGTH]));
    OutboxPut put =
        OutboxPut.create(id.encode(), new byte[32], List.of(new OutboxPut.Entry(0, key, message)));
    return new NetMessage.Own(put.type(), put.encode());
  }

  /** Every HTLC that is not to be held gets a release path all the same. */
  @Test
  void whatNobodyAskedToHoldIsNotHeld() {
    List<String> refused = new ArrayList<>();
    simulation.addTrace(
        (at, event) -> {
          if (event instanceof TraceEvent.Refused refusal) {
            refused.add(refusal.reason());
          }
        });
    AsyncNetwork network = Topology.E2E4.in(simulation);
    network.start();
    Faults none = Faults.NONE;
    simulation.setFaults(
        new Faults(
            none.network(), none.crashes(), none.disks(), none.clocks(), none.closes(), 1.0));
    SimPayment payment =
        network.pay(
            simulation.node(Topology.ALICE),
            simulation.node(Topology.BOB),
            1_000_000,
            PayerMode.ALWAYS_ONLINE);
    simulation.run(Duration.ofMinutes(10));
    assertThat(payment.isPaid()).isTrue();
    assertThat(refused).contains("a release path for an HTLC that nobody was asked to hold");
    network.settle(Duration.ofDays(1));
  }
}
