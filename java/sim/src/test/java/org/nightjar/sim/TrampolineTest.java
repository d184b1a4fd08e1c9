package org.nightjar.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nightjar.Nightjar;
import org.nightjar.async.payer.PayerMode;

/** Payments of phones that know no channel but their own. */
class TrampolineTest {
  private static final Nightjar NIGHTJAR = Nightjar.open();

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
}
