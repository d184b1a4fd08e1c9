package org.nightjar.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nightjar.Nightjar;

/**
 * Async payments whose nodes keep their records on SQLite in processes of their own, and these are
 * killed with SIGKILL before, during and after writes, also while everything settles. Nothing
 * acknowledged may be lost, nothing paid or released twice: the invariants of the simulation say so
 * after every step.
 */
class KilledProcessTest {
  private static final Nightjar NIGHTJAR = Nightjar.open();
  private static final int PAYMENTS = 6;
  private static final Duration BETWEEN = Duration.ofMinutes(20);

  /** One write in so many is killed. */
  private static final int WRITES_PER_KILL = 4;

  /** MiB in a minute: what caches of a virtual machine take, not what a leak does. */
  private static final double MAX_HEAP_GROWTH = 0.5;

  /** MiB of native memory in a minute: 100 bytes lost at each step are more than twice as many. */
  private static final double MAX_REST_GROWTH = 0.1;

  @TempDir Path folder;

  private final RandomKiller killer = new RandomKiller();
  private final Map<String, Integer> ends = new TreeMap<>();
  private final SoakMeter meter = new SoakMeter();
  private StoreLauncher launcher;
  private long steps;

  /** Kills at random writes while it is armed. */
  private static final class RandomKiller implements ProcessStore.Killer {
    private final Map<ProcessStore.Moment, Integer> kills =
        new EnumMap<>(ProcessStore.Moment.class);
    private Random random = new Random();
    private boolean armed;

    @Override
    public ProcessStore.@Nullable Moment next() {
      if (!armed || random.nextInt(WRITES_PER_KILL) != 0) {
        return null;
      }
      ProcessStore.Moment moment = ProcessStore.Moment.values()[random.nextInt(3)];
      kills.merge(moment, 1, Integer::sum);
      return moment;
    }

    int count() {
      return kills.values().stream().mapToInt(Integer::intValue).sum();
    }
  }

  /** So many kills, and so many minutes: a long run is a soak test, which measures its memory. */
  @Test
  void whatWasPromisedIsKept() throws IOException {
    int wanted = Integer.getInteger("nightjar.sim.kills", 20);
    int minutes = Integer.getInteger("nightjar.sim.soak", 0);
    long seed = Seeds.first("KilledProcessTest");
    launcher = new StoreLauncher(folder);
    while (killer.count() < wanted || meter.minutes() < minutes) {
      run(seed++);
    }
    System.out.println("end: " + progress());
    System.out.println(meter.summary());
    assertThat(ends).containsKey("paid");
    if (minutes > 0) {
      assertThat(meter.heapGrowth()).as("MiB of heap a minute").isLessThan(MAX_HEAP_GROWTH);
      assertThat(meter.restGrowth())
          .as("MiB of native memory a minute")
          .isLessThan(MAX_REST_GROWTH);
    }
  }

  private String progress() {
    return killer.count() + " kills " + killer.kills + ", " + steps + " steps, payments " + ends;
  }

  /** Plays one network. */
  private void run(long seed) throws IOException {
    killer.random = new Random(seed);
    killer.armed = false;
    Path own = Files.createDirectory(folder.resolve(Long.toString(seed)));
    try (Simulation simulation = new Simulation(NIGHTJAR, seed)) {
      simulation.setStores(
          name -> new ProcessStore(launcher, own.resolve(name + ".db"), killer, seed));
      AsyncNetwork network = Topology.values()[(int) Math.floorMod(seed, 5)].in(simulation);
      new Workload(network, PAYMENTS, BETWEEN).run(Faults.NONE, ordered -> killer.armed = true);
      for (SimPayment payment : network.payments()) {
        ends.merge(payment.failure().orElse("paid"), 1, Integer::sum);
      }
      steps += simulation.steps();
      if (meter.isDue()) {
        System.out.println(meter.sample() + "; " + progress());
      }
    }
  }
}
