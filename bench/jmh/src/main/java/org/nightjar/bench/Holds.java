package org.nightjar.bench;

import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nightjar.Nightjar;
import org.nightjar.NightjarException;
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
 * a real store; the restart; the release of a tenth of them; and what a wake-up costs the
 * recipient's phone, of the simulator.
 */
public final class Holds {
  private static final String USAGE =
      "usage: java -Xmx512m -XX:+UseSerialGC -jar nightjar-bench.jar --holds [--json]"
          + " [--url jdbc:postgresql://HOST/DATABASE?user=...]\n"
          + "  --url   an empty database, in place of SQLite in a temporary folder";
  private static final int GROUP = 64;
  private static final int RELEASES = Targets.HOLDS / 10;
  private static final int WARM_UPS = 300;
  private static final int WAKE_UPS = 101;

  private final Nightjar nightjar = Nightjar.open("jni");
  private final String url;
  private final List<Figure> figures = new ArrayList<>();

  private Holds(String url) {
    this.url = url;
  }

  /** Measures and prints; exits with 1 if it cannot be done, with 2 for misuse. */
  public static void main(String[] args) {
    boolean json = false;
    String url = "";
    try {
      for (int i = 0; i < args.length; i++) {
        switch (args[i]) {
          case "--json" -> json = true;
          case "--url" -> url = args[++i];
          default -> throw new IllegalArgumentException(args[i]);
        }
      }
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      System.err.println(USAGE);
      System.exit(2);
    }
    try {
      List<Figure> figures = url.isEmpty() ? onSqlite() : new Holds(url).measure();
      System.out.print(
          json
              ? new GsonBuilder().setPrettyPrinting().create().toJson(figures) + "\n"
              : Table.of(figures));
    } catch (NightjarException | StoreException | IOException | IllegalStateException e) {
      System.err.println("nightjar bench: " + e.getMessage());
      System.exit(1);
    }
  }

  private static List<Figure> onSqlite() throws IOException, StoreException {
    Path folder = Files.createTempDirectory("nightjar-holds");
    try {
      List<Figure> figures = new Holds("jdbc:sqlite:" + folder.resolve("store.db")).measure();
      say("%.0f bytes of files per hold", size(folder) / (double) Targets.HOLDS);
      return figures;
    } finally {
      for (Path file : files(folder)) {
        Files.delete(file);
      }
      Files.delete(folder);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private static long size(Path folder) throws IOException {
    long size = 0;
    for (Path file : files(folder)) {
      size += Files.size(file);
    }
    return size;
  }

  private List<Figure> measure() throws StoreException {
    say("heap of at most %d MiB", Runtime.getRuntime().maxMemory() >> 20);
    hold();
    restartAndRelease();
    wakeUp();
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
      for (int from = 0; from < Targets.HOLDS; from += GROUP) {
        int to = Math.min(from + GROUP, Targets.HOLDS);
        List<Event> events = IntStream.range(from, to).mapToObj(node::committed).toList();
        long start = System.nanoTime();
        node.drive(events);
        nanos += System.nanoTime() - start;
      }
      figure("hold-memory", "B", (heap() - before) / (double) Targets.HOLDS, Targets.HOLD_BYTES);
      say("%d HTLCs peeled, checked and held durably in %.2f s", Targets.HOLDS, nanos / 1e9);
      say("%d bytes in a record", store.scan(Kind.HOLD, null, 1).get(0).value().length);
    }
  }

  private void restartAndRelease() throws StoreException {
    long start = System.nanoTime();
    try (Store store = JdbcStore.open(url);
        HoldingNode node = new HoldingNode(nightjar, store)) {
      node.start();
      figure("hold-restart", "s", (System.nanoTime() - start) / 1e9, Targets.RESTART_SECONDS);
      List<OnionMessage> messages =
          IntStream.range(0, RELEASES)
              .mapToObj(i -> node.release(i * (Targets.HOLDS / RELEASES)))
              .toList();
      start = System.nanoTime();
      List<Event> events = messages.stream().map(node::peel).toList();
      say("%d releases peeled in %.2f s", RELEASES, (System.nanoTime() - start) / 1e9);
      start = System.nanoTime();
      long offered = 0;
      for (int from = 0; from < RELEASES; from += GROUP) {
        offered +=
            node.drive(events.subList(from, Math.min(from + GROUP, RELEASES))).stream()
                .filter(Effect.OfferHtlc.class::isInstance)
                .count();
      }
      figure("hold-release", "s", (System.nanoTime() - start) / 1e9, Targets.RELEASE_SECONDS);
      if (offered != RELEASES) {
        throw new IllegalStateException(offered + " of " + RELEASES + " releases went on");
      }
    }
  }

  private void wakeUp() {
    List<WakeUp> wakeUps =
        IntStream.range(0, WARM_UPS + WAKE_UPS)
            .mapToObj(seed -> Scenario.PLAIN.play(nightjar, seed))
            .skip(WARM_UPS)
            .map(play -> play.wakeUp().orElseThrow())
            .toList();
    figure("wake-up", "us", medianMicros(wakeUps, WakeUp::cpu), Targets.WAKE_UP_MICROS);
    figure("wake-up-core", "us", medianMicros(wakeUps, WakeUp::core), Targets.WAKE_UP_MICROS);
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

  private static void say(String format, Object... args) {
    System.err.printf(format + "%n", args);
  }
}
