package org.nightjar.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.nightjar.Nightjar;
import org.nightjar.async.Effect;
import org.nightjar.async.Event;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.Store;
import org.nightjar.async.store.StoreException;
import org.nightjar.sim.scenario.Scenario;
import org.nightjar.sim.scenario.WakeUp;
import org.nightjar.store.JdbcStore;
import org.nightjar.wire.message.OnionMessage;

/**
 * What holding costs an LSP: very many held HTLCs in one process, each with an onion of its own, on
 * a real store; the restart, in this process and in a new one; the release of a tenth of them; and
 * what a wake-up costs the recipient's phone, of the simulator.
 */
final class Holds {
  private static final int GROUP = 64;
  private static final int WARM_UPS = 300;
  private static final int WAKE_UPS = 101;

  private final String provider;
  private final Nightjar nightjar;
  private final String url;
  private final int holds;
  private final int releases;
  private final List<Figure> figures = new ArrayList<>();

  /**
   * Measures on an empty database.
   *
   * @param holds how many HTLCs, a multiple of 10
   */
  Holds(String provider, String url, int holds) {
    this.provider = provider;
    this.nightjar = Nightjar.open(provider);
    this.url = url;
    this.holds = holds;
    this.releases = holds / 10;
  }

  /** The program. */
  static int run(String[] args) {
    return StoreProgram.run(
        "--holds",
        args,
        url -> {
          Holds program = new Holds("jni", url, Targets.HOLDS);
          program.measure();
          return program.wakeUp(WARM_UPS, WAKE_UPS);
        });
  }

  /** All but the wake-up. */
  List<Figure> measure() throws StoreException, IOException {
    hold();
    figure("hold-restart-cold", "s", RestartedNode.seconds(provider, url), Targets.RESTART_SECONDS);
    restartAndRelease();
    return figures;
  }

  private void hold() throws StoreException {
    try (Store store = JdbcStore.open(url);
        HoldingNode node = new HoldingNode(nightjar, store)) {
      if (!store.scan(Kind.HOLD, null, 1).isEmpty()) {
        throw new IllegalStateException("the store is not empty");
      }
      node.start();
      long before = heap();
      long nanos = 0;
      for (int from = 0; from < holds; from += GROUP) {
        int to = Math.min(from + GROUP, holds);
        List<Event> events = IntStream.range(from, to).mapToObj(node::committed).toList();
        long start = System.nanoTime();
        node.drive(events);
        nanos += System.nanoTime() - start;
      }
      figure("hold-memory", "B", (heap() - before) / (double) holds, Targets.HOLD_BYTES);
      StoreProgram.say("%d HTLCs peeled, checked and held durably in %.2f s", holds, nanos / 1e9);
      StoreProgram.say(
          "%d bytes in a record", store.scan(Kind.HOLD, null, 1).get(0).value().length);
    }
  }

  private void restartAndRelease() throws StoreException {
    long start = System.nanoTime();
    try (Store store = JdbcStore.open(url);
        HoldingNode node = new HoldingNode(nightjar, store)) {
      node.start();
      figure("hold-restart", "s", (System.nanoTime() - start) / 1e9, Targets.RESTART_SECONDS);
      List<OnionMessage> messages =
          IntStream.range(0, releases).mapToObj(i -> node.release(i * (holds / releases))).toList();
      start = System.nanoTime();
      List<Event> events = messages.stream().map(node::peel).toList();
      StoreProgram.say("%d releases peeled in %.2f s", releases, (System.nanoTime() - start) / 1e9);
      start = System.nanoTime();
      long offered = 0;
      for (int from = 0; from < releases; from += GROUP) {
        offered +=
            node.drive(events.subList(from, Math.min(from + GROUP, releases))).stream()
                .filter(Effect.OfferHtlc.class::isInstance)
                .count();
      }
      figure("hold-release", "s", (System.nanoTime() - start) / 1e9, Targets.RELEASE_SECONDS);
      if (offered != releases) {
        throw new IllegalStateException(offered + " of " + releases + " releases went on");
      }
    }
  }

  /** Medians of some wake-ups, after others that warm up. */
  List<Figure> wakeUp(int warmUps, int count) {
    List<WakeUp> wakeUps =
        IntStream.range(0, warmUps + count)
            .mapToObj(seed -> Scenario.PLAIN.play(nightjar, seed))
            .skip(warmUps)
            .map(play -> play.wakeUp().orElseThrow())
            .toList();
    figure("wake-up", "us", medianMicros(wakeUps, WakeUp::cpu), Targets.WAKE_UP_MICROS);
    figure("wake-up-core", "us", medianMicros(wakeUps, WakeUp::core), Targets.WAKE_UP_MICROS);
    return figures;
  }

  private static double medianMicros(List<WakeUp> wakeUps, Function<WakeUp, Duration> time) {
    double[] sorted =
        wakeUps.stream()
            .mapToDouble(wakeUp -> time.apply(wakeUp).toNanos() / 1e3)
            .sorted()
            .toArray();
    return sorted[sorted.length / 2];
  }

  private void figure(String name, String unit, double value, double target) {
    figures.add(Figure.of(name, unit, value, "its target", target));
  }

  /** Live Java objects, in bytes. */
  private static long heap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
