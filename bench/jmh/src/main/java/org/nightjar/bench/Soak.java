package org.nightjar.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.nightjar.NightjarException;
import org.nightjar.OnionPacket;

/**
 * Peels without end on one provider after the other, and tells whether memory stays flat. Each
 * round has single peels, a batch, a packet that is refused, an onion created, and a node key
 * opened and closed.
 */
public final class Soak {
  private static final String USAGE =
      "usage: java -Xmx64m -XX:+UseSerialGC -cp nightjar-bench.jar org.nightjar.bench.Soak"
          + " [--seconds N] [--provider jni,jna,bc]";
  private static final int LINES = 20;
  private static final double MEBI = 1 << 20;

  private final NightjarOnions onions;
  private final Route route = Route.of(3);
  private final Supplier<Object> peel;
  private final Supplier<Object> peelBatch;
  private final Supplier<Object> create;
  private final OnionPacket damaged;

  private Soak(String provider) {
    onions = new NightjarOnions(provider);
    peel = onions.peel(route);
    peelBatch = onions.peelBatch(route, 8);
    create = onions.create(route);
    byte[] packet = onions.packets(route).get(0).toBytes();
    packet[packet.length - 1] ^= 1;
    damaged = OnionPacket.of(packet);
  }

  /** Runs; exits with 1 if memory is not flat or a provider cannot be used, with 2 for misuse. */
  public static void main(String[] args) {
    int seconds = 60;
    String providers = "jni,jna,bc";
    try {
      for (int i = 0; i < args.length; i += 2) {
        switch (args[i]) {
          case "--seconds" -> seconds = Integer.parseInt(args[i + 1]);
          case "--provider" -> providers = args[i + 1];
          default -> throw new IllegalArgumentException(args[i]);
        }
      }
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      System.err.println(USAGE);
      System.exit(2);
    }
    boolean flat = true;
    for (String provider : providers.split(",")) {
      flat &= run(provider, seconds);
    }
    System.exit(flat ? 0 : 1);
  }

  private static boolean run(String provider, int seconds) {
    try {
      return new Soak(provider).run(seconds).print(provider);
    } catch (NightjarException e) {
      System.err.println(e.getMessage());
      return false;
    }
  }

  private Trend run(int seconds) {
    List<Sample> samples = new ArrayList<>();
    long start = System.nanoTime();
    long rounds = 0;
    while (samples.size() < LINES) {
      double at = (samples.size() + 1.0) * seconds / LINES;
      do {
        round();
        rounds++;
      } while (System.nanoTime() - start < at * 1e9);
      Sample sample = Sample.now(at, rounds);
      samples.add(sample);
      System.out.println(sample);
    }
    return Trend.of(samples);
  }

  private void round() {
    for (int i = 0; i < Route.ONIONS; i++) {
      peel.get();
    }
    peelBatch.get();
    create.get();
    try (var key = onions.nodeKey(route)) {
      onions.nightjar().peel(key, damaged, route.assoc());
    }
  }

  /**
   * Memory at one moment, right after a collection.
   *
   * @param seconds since the start
   * @param rounds done since the start
   * @param resident memory of the process, in bytes
   * @param heap live Java objects, in bytes
   */
  private record Sample(double seconds, long rounds, long resident, long heap) {
    static Sample now(double seconds, long rounds) {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      return new Sample(
          seconds, rounds, Machine.residentBytes(), runtime.totalMemory() - runtime.freeMemory());
    }

    @Override
    public String toString() {
      return String.format(
          "%6.0f s %,12d rounds   resident %7.2f MiB   heap %6.2f MiB",
          seconds, rounds, resident / MEBI, heap / MEBI);
    }
  }

  /**
   * The typical growth from one sample to the next, in the second half of a run. It is the median,
   * because a JVM's memory moves in single steps of megabytes, up and down, when its compiler
   * works; a leak grows between any two samples.
   *
   * @param rounds between two samples
   * @param resident growth in bytes
   * @param heap growth in bytes
   */
  record Trend(double rounds, double resident, double heap) {
    /** A leak of one node key per round is more than this; a JVM's own creep is not. */
    private static final double BYTES_PER_ROUND = 64;

    private static final double CREEP_BYTES = 32 << 10;

    private static Trend of(List<Sample> samples) {
      List<Sample> half = samples.subList(samples.size() / 2, samples.size());
      return new Trend(
          typicalGrowth(half.stream().mapToLong(Sample::rounds).toArray()),
          typicalGrowth(half.stream().mapToLong(Sample::resident).toArray()),
          typicalGrowth(half.stream().mapToLong(Sample::heap).toArray()));
    }

    /** The median of the differences between neighbours. */
    static double typicalGrowth(long[] values) {
      long[] growths =
          IntStream.range(1, values.length)
              .mapToLong(i -> values[i] - values[i - 1])
              .sorted()
              .toArray();
      return growths[growths.length / 2];
    }

    boolean flat() {
      return Math.max(resident, heap) < Math.max(CREEP_BYTES, BYTES_PER_ROUND * rounds);
    }

    boolean print(String provider) {
      System.out.printf(
          "%s: %s: typical growth in %,.0f rounds: resident %+.1f KiB, heap %+.1f KiB%n",
          provider, flat() ? "flat" : "NOT FLAT", rounds, resident / 1024, heap / 1024);
      return flat();
    }
  }
}
