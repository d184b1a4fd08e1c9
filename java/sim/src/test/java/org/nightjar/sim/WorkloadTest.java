package org.nightjar.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nightjar.Nightjar;

/** Payments between phones that sleep and wake, with faults. */
class WorkloadTest {
  private static final Nightjar NIGHTJAR = Nightjar.open();
  private static final int PAYMENTS = 20;
  private static final int PTLC_PAYMENTS = 6;
  private static final Duration BETWEEN = Duration.ofMinutes(20);

  /** One run: a network that the seed chooses; gives how many steps it took. */
  private static long run(long seed, FaultProfile profile, Trace trace) {
    Topology[] all = Topology.values();
    try (Simulation simulation = new Simulation(NIGHTJAR, seed)) {
      simulation.addTrace(trace);
      AsyncNetwork network = all[(int) Math.floorMod(seed, all.length)].in(simulation);
      Summary summary = new Summary(network);
      new Workload(network, PAYMENTS, BETWEEN).run(profile.rates(), ordered -> {});
      System.out.println(profile + ", seed " + seed + ": " + summary.line());
      return simulation.steps();
    }
  }

  @ParameterizedTest
  @EnumSource(FaultProfile.class)
  void everyPaymentEnds(FaultProfile profile) {
    long first = Seeds.first("WorkloadTest " + profile);
    for (long seed = first; seed < first + 2; seed++) {
      run(seed, profile, (at, event) -> {});
    }
  }

  /** By PTLC, on each network that can have them. */
  @ParameterizedTest
  @EnumSource(FaultProfile.class)
  void everyPtlcPaymentEnds(FaultProfile profile) {
    long seed = Seeds.first("WorkloadTest by PTLC " + profile);
    for (Topology topology : Topology.values()) {
      if (topology.mayHavePtlcs() && topology != Topology.CITY) {
        Simulation simulation = new Simulation(NIGHTJAR, seed);
        PtlcNetwork network = topology.withPtlcs(simulation, PTLC_PAYMENTS);
        Summary summary = new Summary(network);
        new Workload(network, PTLC_PAYMENTS, BETWEEN).run(profile.rates(), ordered -> {});
        System.out.println(
            topology + " by PTLC, " + profile + ", seed " + seed + ": " + summary.line());
        assertThat(network.payments()).hasSize(PTLC_PAYMENTS);
      }
    }
  }

  @Test
  void theSameSeedGivesTheSameRun() {
    assertThat(hash(7)).isEqualTo(hash(7)).isNotEqualTo(hash(8));
  }

  private static String hash(long seed) {
    TraceHash hash = new TraceHash();
    long steps = run(seed, FaultProfile.ALL, hash);
    String text = hash.events() + " " + steps + " " + hash.finish();
    System.out.println("seed " + seed + ": " + text);
    return text;
  }

  /** As many steps as the build asks for, from one seed to the next, with all faults. */
  @Test
  void manySteps() {
    long wanted = Long.getLong("nightjar.sim.steps", 10_000);
    long seed = Seeds.first("WorkloadTest steps");
    long steps = 0;
    while (steps < wanted) {
      steps += run(seed++, FaultProfile.ALL, (at, event) -> {});
      System.out.println(steps + " of " + wanted + " steps so far, no invariant broken");
    }
  }
}
