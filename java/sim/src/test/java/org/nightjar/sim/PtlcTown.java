package org.nightjar.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.UnaryOperator;
import org.nightjar.Nightjar;
import org.nightjar.async.Role;

/** Alice and Carol at one LSP, Bob at another, two ways between the LSPs. */
final class PtlcTown {
  static final Nightjar NIGHTJAR = Nightjar.open();
  static final Duration SETTLE = Duration.ofDays(4);

  final Simulation simulation;
  final PtlcNetwork network;
  final SimNode secondLsp;
  final SimNode alice;
  final SimNode bob;

  PtlcTown(long seed) {
    this(seed, forwards -> forwards);
  }

  PtlcTown(long seed, UnaryOperator<Role> firstLspForwards) {
    simulation = new Simulation(NIGHTJAR, seed);
    network = new PtlcNetwork(new AsyncNetwork(simulation));
    SimNode firstLsp = network.addLsp("lsp-1", firstLspForwards);
    secondLsp = network.addLsp("lsp-2");
    SimNode router = network.addRouter("router");
    network.addChannel(firstLsp, secondLsp, AsyncNetwork.HALF_MSAT);
    network.addChannel(firstLsp, router, AsyncNetwork.HALF_MSAT);
    network.addChannel(router, secondLsp, AsyncNetwork.HALF_MSAT);
    alice = network.addPhone("alice", Programs.phone(), firstLsp);
    bob = network.addPhone("bob", Programs.phone(), secondLsp);
    network.addPhone("carol", Programs.phone(), firstLsp);
  }

  PtlcTown started() {
    simulation.start();
    assertThat(
            simulation.runUntil(
                () -> network.phones().stream().allMatch(network::isServed), Duration.ofHours(1)))
        .isTrue();
    return this;
  }

  void over(PtlcPayment payment) {
    assertThat(simulation.runUntil(payment::isOver, Duration.ofHours(3))).isTrue();
  }
}
