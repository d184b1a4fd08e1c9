package org.nightjar.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nightjar.Nightjar;

/** A plain async payment on each network, with the real roles. */
class TopologyTest {
  private static final Nightjar NIGHTJAR = Nightjar.open();

  @ParameterizedTest
  @EnumSource(Topology.class)
  void theSleepingRecipientIsPaid(Topology topology) {
    Simulation simulation = new Simulation(NIGHTJAR, 1);
    if (Boolean.getBoolean("nightjar.sim.trace")) {
      simulation.addTrace(new TextTrace(System.out::println));
    }
    AsyncNetwork network = topology.in(simulation);
    network.start();
    SimNode alice = simulation.node(Topology.ALICE);
    SimNode bob = simulation.node(Topology.BOB);
    bob.sleep();
    bob.setPushable(false);
    SimPayment payment = network.pay(alice, bob, 150_000_000, topology.mode());
    simulation.run(Duration.ofMinutes(1));
    assertThat(payment.isOver()).isFalse();
    bob.stayAwake();
    simulation.runUntil(payment::isOver, Duration.ofHours(2));
    assertThat(payment.failure()).isEmpty();
    assertThat(payment.isPaid()).isTrue();
    network.settle(Duration.ofHours(1));
  }
}
