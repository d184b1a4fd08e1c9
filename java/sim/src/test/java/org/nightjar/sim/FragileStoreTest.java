package org.nightjar.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nightjar.Nightjar;

/**
 * Async payments whose nodes' writes fail until the end, also while everything settles: one in
 * four, with the process or alone, done or not. As with killed processes, but each run can be
 * repeated.
 */
class FragileStoreTest {
  private static final Nightjar NIGHTJAR = Nightjar.open();
  private static final int PAYMENTS = 6;
  private static final Duration BETWEEN = Duration.ofMinutes(20);
  private static final int WRITES_PER_FAILURE = 4;

  @Test
  void whatWasPromisedIsKept() {
    int networks = Integer.getInteger("nightjar.sim.fragile", 20);
    long seed = Seeds.first("FragileStoreTest");
    long failures = 0;
    for (int i = 0; i < networks; i++) {
      failures += run(seed + i, (at, event) -> {});
      if (i % 10 == 9) {
        System.out.println(i + 1 + " networks, " + failures + " failed writes");
      }
    }
    assertThat(failures).isPositive();
  }

  /** Plays one network; gives how many writes failed. */
  static int run(long seed, Trace trace) {
    Random random = new Random(seed);
    boolean[] armed = new boolean[1];
    List<FragileStore> stores = new ArrayList<>();
    try (Simulation simulation = new Simulation(NIGHTJAR, seed)) {
      simulation.addTrace(trace);
      simulation.setStores(
          name -> {
            FragileStore store =
                new FragileStore(random, () -> armed[0] && random.nextInt(WRITES_PER_FAILURE) == 0);
            stores.add(store);
            return store;
          });
      AsyncNetwork network = Topology.values()[(int) Math.floorMod(seed, 5)].in(simulation);
      new Workload(network, PAYMENTS, BETWEEN).run(Faults.NONE, ordered -> armed[0] = true);
    }
    return stores.stream().mapToInt(FragileStore::failures).sum();
  }
}
