package org.nightjar.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nightjar.Nightjar;
import org.nightjar.async.Effect;
import org.nightjar.async.OutgoingHtlc;
import org.nightjar.async.payer.PaymentState;
import org.nightjar.async.payer.Terms;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.StoreException;
import org.nightjar.sim.channel.Htlc;

/**
 * Invariant 4: until the recipient claims, no node between it and the payer has the preimage: not
 * in its roles' memory, its store, its channels, or anything that was sent to it.
 */
class TaintTest {
  private static final Nightjar NIGHTJAR = Nightjar.open();

  @ParameterizedTest
  @EnumSource(
      value = Topology.class,
      names = {"E2E4", "CHAIN5", "TRAMPOLINE5", "MPP4", "ONE4"})
  void whoForwardsDoesNotKnowThePreimage(Topology topology) throws StoreException {
    Simulation simulation = new Simulation(NIGHTJAR, 11);
    AsyncNetwork network = topology.in(simulation);
    network.start();
    SimNode alice = simulation.node(Topology.ALICE);
    SimNode bob = simulation.node(Topology.BOB);
    List<byte[]> sent = new ArrayList<>();
    simulation.addTrace(
        (at, event) -> {
          if (event instanceof TraceEvent.Sent message && !message.to().equals(bob.name())) {
            sent.add(message.message().encode());
          }
        });
    List<OutgoingHtlc> offers = new ArrayList<>();
    List<Effect.FulfilHtlc> claims = new ArrayList<>();
    simulation
        .invariants()
        .add(
            new Invariants.Check() {
              @Override
              public void offers(SimNode node, OutgoingHtlc htlc) {
                offers.add(htlc);
              }

              @Override
              public void fulfils(SimNode node, Effect.FulfilHtlc fulfil) {
                claims.add(fulfil);
              }
            });
    bob.setPushable(false);
    bob.sleep();
    SimPayment payment = network.pay(alice, bob, 150_000_000, topology.mode());
    simulation.after(Duration.ofMinutes(2), bob::stayAwake);
    simulation.runUntil(() -> !offers.isEmpty(), Duration.ofMinutes(1));
    byte[] preimage = preimage(network, payment);
    assertThat(search(preimage).finds(platter(alice))).as("the payer has it").isTrue();

    int searches = 0;
    for (simulation.step(); claims.isEmpty(); simulation.step()) {
      for (SimNode node : simulation.nodes()) {
        if (!node.isPhone()) {
          MemorySearch search = search(preimage);
          boolean found = search.finds(node.running().roles(), platter(node), channels(node), sent);
          assertThat(found).as("%s knows it", node.name()).isFalse();
          assertThat(search.visited()).isGreaterThan(10);
          searches++;
        }
      }
      sent.clear();
    }
    assertThat(searches).isGreaterThan(50);
    network.settle(Duration.ofHours(1));
    assertThat(payment.isPaid()).isTrue();
  }

  private static MemorySearch search(byte[] preimage) {
    return new MemorySearch(preimage);
  }

  private static byte[] preimage(AsyncNetwork network, SimPayment payment) {
    PaymentState.WithHtlcs state = (PaymentState.WithHtlcs) network.stateOf(payment);
    return ((Terms.Static) state.terms()).preimage().toBytes();
  }

  private static List<Object> platter(SimNode node) throws StoreException {
    List<Object> records = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      records.addAll(node.platter().scan(kind, null, 1_000));
    }
    return records;
  }

  private static List<Htlc> channels(SimNode node) {
    List<Htlc> htlcs = new ArrayList<>();
    for (NodeChannel port : node.ports()) {
      htlcs.addAll(port.state().offered());
      htlcs.addAll(port.state().received());
    }
    return htlcs;
  }
}
