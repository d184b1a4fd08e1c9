package org.nightjar.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nightjar.Nightjar;
import org.nightjar.async.Effect;
import org.nightjar.async.payer.PayerMode;
import org.nightjar.async.payer.PayerPolicy;
import org.nightjar.async.recipient.RecipientPolicy;
import org.nightjar.wire.blinded.PaymentRelay;

/** Payments of phones that know no channel but their own. */
class TrampolineTest {
  private static final Nightjar NIGHTJAR = Nightjar.open();
  private static final long AMOUNT = 50_000_000;

  @ParameterizedTest
  @EnumSource
  void paysWithoutKnowingTheNetwork(Topology topology) {
    Simulation simulation = new Simulation(NIGHTJAR, Seeds.first("TrampolineTest " + topology));
    AsyncNetwork network = topology.in(simulation);
    network.phones().forEach(SimNode::knowOwnChannelsOnly);
    network.start();
    SimNode bob = simulation.node(Topology.BOB);
    bob.setPushable(false);
    bob.sleep();
    simulation.run(Duration.ofMinutes(1));
    SimPayment payment =
        network.pay(simulation.node(Topology.ALICE), bob, 150_000_000, PayerMode.TRAMPOLINE);
    simulation.run(Duration.ofMinutes(10));
    assertThat(payment.isOver()).isFalse();
    bob.stayAwake();
    simulation.run(Duration.ofMinutes(10));
    network.settle(Duration.ofDays(2));
    assertThat(payment.failure()).isEmpty();
    assertThat(payment.isPaid()).isTrue();
  }

  /** Payer, LSP, router, LSP, recipient; the phones know their own channels only. */
  private static AsyncNetwork network(PayerPolicy pays) {
    Simulation simulation = new Simulation(NIGHTJAR, Seeds.first("TrampolineTest"));
    AsyncNetwork network = new AsyncNetwork(simulation);
    SimNode first = network.addLsp("lsp-alice");
    SimNode router = network.addRouter("router");
    SimNode second = network.addLsp("lsp-bob");
    network.addChannel(first, router);
    network.addChannel(router, second);
    network.addPhone(Topology.ALICE, Programs.phone(pays, RecipientPolicy.defaults()), first);
    network.addPhone(Topology.BOB, second);
    network.phones().forEach(SimNode::knowOwnChannelsOnly);
    network.start();
    return network;
  }

  private static SimPayment pay(AsyncNetwork network) {
    Simulation simulation = network.simulation();
    SimPayment payment =
        network.pay(
            simulation.node(Topology.ALICE),
            simulation.node(Topology.BOB),
            AMOUNT,
            PayerMode.TRAMPOLINE);
    network.settle(Duration.ofDays(2));
    return payment;
  }

  /** The defaults, but a trampoline node is offered nothing. */
  private static PayerPolicy stingy() {
    PayerPolicy usual = PayerPolicy.defaults();
    return new PayerPolicy(
        usual.requestCopies(),
        usual.requestRetry(),
        usual.requestTimeout(),
        usual.grace(),
        usual.announceRetry(),
        usual.maxWait(),
        usual.holdBlocks(),
        usual.marginBlocks(),
        usual.feeBaseMsat(),
        usual.feeMillionths(),
        usual.maxParts(),
        usual.maxFailures(),
        usual.maxMisses(),
        usual.attemptRetry(),
        usual.bookOnions(),
        usual.outboxMessages(),
        usual.errorLevel(),
        PaymentRelay.FREE);
  }

  /** The recipient is awake, and answers with an ordinary invoice: nobody holds. */
  @Test
  void paysAnOrdinaryInvoiceSoToo() {
    AsyncNetwork network = network(PayerPolicy.defaults());
    SimPayment payment = pay(network);
    assertThat(payment.isPaid()).isTrue();
    assertThat(payment.ended().orElseThrow())
        .isBefore(payment.ordered().plus(Duration.ofMinutes(1)));
  }

  /** A way is too much for what is offered at first; the LSP says what is enough. */
  @Test
  void offersMoreIfTheLspWantsMore() {
    AsyncNetwork network = network(stingy());
    List<Effect> adds = new ArrayList<>();
    SimNode alice = network.simulation().node(Topology.ALICE);
    network
        .simulation()
        .addTrace(
            (at, event) -> {
              if (event instanceof TraceEvent.Did did
                  && did.node().equals(alice.name())
                  && did.effect() instanceof Effect.OfferHtlc) {
                adds.add(did.effect());
              }
            });
    SimPayment payment = pay(network);
    assertThat(payment.isPaid()).isTrue();
    assertThat(adds).hasSize(2);
    PaymentRelay relay = AsyncNetwork.TERMS.relay();
    long hop = relay.feeBaseMsat() + AMOUNT * relay.feeProportionalMillionths() / 1_000_000;
    assertThat(payment.feeMsat()).isBetween(3 * hop, 3 * hop + 100);
  }
}
