package org.nightjar.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nightjar.Nightjar;

/**
 * Invariant 8: one payment to a sleeping recipient, once for each place where a node can crash,
 * with a crash there. Nothing may be lost or paid twice, and no payment may fail for it alone.
 */
class CrashTest {
  private static final Nightjar NIGHTJAR = Nightjar.open();
  private static final long SEED = 5;

  /** At every such place, or at every third. */
  @ParameterizedTest
  @CsvSource({"E2E4, 1", "LSP3, 3", "MPP4, 3", "TRAMPOLINE5, 2"})
  void survivesACrashAnywhere(Topology topology, int every) {
    Map<String, Long> before = new HashMap<>();
    Simulation calm = new Simulation(NIGHTJAR, SEED);
    pay(topology, calm, () -> calm.nodes().forEach(n -> before.put(n.name(), n.crashPoints())));
    int runs = 0;
    for (SimNode node : calm.nodes()) {
      long first = before.get(node.name());
      assertThat(node.crashPoints()).isGreaterThan(first);
      for (long where = first; where < node.crashPoints(); where += every) {
        long here = where;
        try (Simulation simulation = new Simulation(NIGHTJAR, SEED)) {
          simulation.setCrashPlan(
              (crashing, point, count) -> crashing.name().equals(node.name()) && count == here);
          pay(topology, simulation, () -> {});
        } catch (AssertionError | Violation e) {
          throw new AssertionError(
              topology + ": crash of " + node.name() + " at its point " + where, e);
        }
        runs++;
      }
    }
    System.out.println(topology + ": " + runs + " runs with a crash");
  }

  private static void pay(Topology topology, Simulation simulation, Runnable whenReady) {
    AsyncNetwork network = topology.in(simulation);
    network.start();
    whenReady.run();
    SimNode bob = simulation.node(Topology.BOB);
    SimPayment payment =
        network.pay(simulation.node(Topology.ALICE), bob, 150_000_000, topology.mode());
    bob.setPushable(false);
    bob.sleep();
    simulation.run(Duration.ofMinutes(3));
    bob.stayAwake();
    simulation.runUntil(payment::isOver, Duration.ofHours(3));
    network.settle(Duration.ofHours(3));
    assertThat(payment.failure()).isEmpty();
    assertThat(payment.isPaid()).isTrue();
  }
}
