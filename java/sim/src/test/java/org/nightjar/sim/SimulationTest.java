package org.nightjar.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nightjar.async.Notice;

/** The network, the driver and the faults, with roles that do the least. */
class SimulationTest {
  @Test
  void aPaymentArrives() {
    PlainNetwork network = new PlainNetwork(1, false);
    network.simulation.run(Duration.ofSeconds(10));
    long before = network.recipient.balanceMsat();
    network.pay(50_000);
    network.finish();
    assertThat(network.ends.values()).singleElement().isInstanceOf(Notice.PaymentSucceeded.class);
    assertThat(network.recipient.balanceMsat() - before).isEqualTo(50_000);
  }

  @Test
  void aFailureComesBack() {
    PlainNetwork network = new PlainNetwork(1, true);
    network.simulation.run(Duration.ofSeconds(10));
    long before = network.payer.balanceMsat();
    network.pay(50_000);
    network.finish();
    assertThat(network.ends.values()).singleElement().isInstanceOf(Notice.PaymentFailed.class);
    assertThat(network.payer.balanceMsat()).isEqualTo(before);
  }

  @Test
  void theSameSeedGivesTheSameRun() {
    assertThat(hash(7)).isEqualTo(hash(7)).isNotEqualTo(hash(8));
  }

  private static String hash(long seed) {
    TraceHash hash = new TraceHash();
    PlainNetwork network = run(seed, FaultProfile.ALL, hash);
    return hash.events() + " " + network.simulation.steps() + " " + hash.finish();
  }

  @ParameterizedTest
  @EnumSource(value = FaultProfile.class, mode = EnumSource.Mode.EXCLUDE, names = "CLOSE")
  void everyProfileEndsWell(FaultProfile profile) {
    long first = Seeds.first("SimulationTest " + profile);
    for (long seed = first; seed < first + 5; seed++) {
      PlainNetwork network = run(seed, profile, (at, event) -> {});
      assertThat(network.simulation.steps()).isGreaterThan(500);
    }
  }

  private static PlainNetwork run(long seed, FaultProfile profile, Trace trace) {
    PlainNetwork network = new PlainNetwork(seed, false);
    network.simulation.addTrace(trace);
    network.simulation.setFaults(withoutReplaysAndCloses(profile.rates()));
    for (int i = 0; i < 20; i++) {
      network.pay(1_000 + i);
      network.simulation.run(Duration.ofMinutes(3));
    }
    network.finish();
    return network;
  }

  /** The roles of this test know nothing of either. */
  private static Faults withoutReplaysAndCloses(Faults rates) {
    return new Faults(
        rates.network(),
        rates.crashes(),
        rates.disks(),
        rates.clocks(),
        Faults.NONE.closes(),
        Faults.NONE.replay());
  }

  /** The roles of this test remember no onion. */
  @Test
  void anAcceptedReplayIsAViolation() {
    PlainNetwork network = new PlainNetwork(1, false);
    network.simulation.setFaults(Faults.NONE.withReplays(1));
    network.pay(5_000);
    assertThatThrownBy(() -> network.simulation.run(Duration.ofMinutes(30)))
        .isInstanceOf(Violation.class)
        .hasMessageContaining("replay")
        .hasMessageContaining("seed 1,");
  }

  /** A crash at each persistence point of each node, one at a time. */
  @Test
  void survivesACrashAnywhere() {
    PlainNetwork calm = new PlainNetwork(3, false);
    calm.pay(5_000);
    calm.finish();
    Set<CrashPlan.Point> seen = EnumSet.noneOf(CrashPlan.Point.class);
    for (SimNode node : calm.simulation.nodes()) {
      assertThat(node.crashPoints()).isPositive();
      for (long i = 0; i < node.crashPoints(); i++) {
        long where = i;
        PlainNetwork network = new PlainNetwork(3, false);
        network.simulation.setCrashPlan(
            (crashing, point, count) -> {
              boolean here = crashing.name().equals(node.name()) && count == where;
              if (here) {
                seen.add(point);
              }
              return here;
            });
        network.pay(5_000);
        network.finish();
      }
    }
    assertThat(seen).containsExactlyInAnyOrder(CrashPlan.Point.values());
  }
}
