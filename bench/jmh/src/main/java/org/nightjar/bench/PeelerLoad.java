package org.nightjar.bench;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.nightjar.NodeKey;
import org.nightjar.OnionPacket;
import org.nightjar.Peeled;
import org.nightjar.peeler.BatchPeeler;
import org.nightjar.peeler.PeelerMetrics;

/**
 * A {@link BatchPeeler} with one worker, as an application starts it, under a load from another
 * processor. Packets come at random times that do not depend on the answers. A latency counts from
 * the call that submits, which waits if the queue is full; that the load's own thread was woken
 * late is no fault of the peeler, but the burst that follows is in the figures.
 */
final class PeelerLoad {
  private static final int RUNS = 9;
  private static final int MOST_WAITING = 4096;

  private final NightjarOnions onions;
  private final NodeKey key;
  private final byte[] assoc;
  private final List<OnionPacket> packets;
  private final double seconds;

  /**
   * A load of a route's onions.
   *
   * @param seconds that each run takes
   */
  PeelerLoad(NightjarOnions onions, Route route, double seconds) {
    this.onions = onions;
    this.key = onions.nodeKey(route);
    this.assoc = route.assoc();
    this.packets = onions.packets(route);
    this.seconds = seconds;
  }

  private BatchPeeler start() {
    return BatchPeeler.forPayments(onions.nightjar(), key)
        .workers(1)
        .queueCapacity(MOST_WAITING)
        .start();
  }

  /** Packets per second when there are always more: the best of some runs, after one to warm up. */
  double fullRate() {
    double best = 0;
    for (int run = 0; run <= RUNS; run++) {
      try (BatchPeeler peeler = start()) {
        PeelerMetrics before = peeler.metrics();
        long start = System.nanoTime();
        CompletableFuture<Peeled> last = CompletableFuture.completedFuture(null);
        for (int i = 0; System.nanoTime() - start < seconds * 1e9; i++) {
          last = submit(peeler, i);
        }
        last.join();
        best = Math.max(best, peeler.metrics().rateSince(before));
      }
    }
    return best;
  }

  private CompletableFuture<Peeled> submit(BatchPeeler peeler, int index) {
    try {
      return peeler.submit(packets.get(index % packets.size()), assoc, null);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Latencies of one run, sorted, in nanoseconds. */
  record Latencies(long[] sorted) {
    double quantile(double part) {
      return sorted[(int) Math.min(sorted.length - 1, part * sorted.length)];
    }
  }

  /** The run whose 99th percentile is the median of some runs at this rate. */
  Latencies at(double packetsPerSecond) {
    Latencies[] runs = new Latencies[RUNS];
    for (int run = 0; run < RUNS; run++) {
      runs[run] = run(packetsPerSecond, run);
    }
    Arrays.sort(runs, (a, b) -> Double.compare(a.quantile(0.99), b.quantile(0.99)));
    return runs[RUNS / 2];
  }

  /** Sleeps, and does not spin: a thread that spins would be scheduled in place of the worker. */
  private static void sleepUntil(long time) {
    for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private Latencies run(double packetsPerSecond, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long[] latencies = new long[(int) (packetsPerSecond * seconds)];
    try (BatchPeeler peeler = start()) {
      double due = System.nanoTime();
      for (int i = 0; i < latencies.length; i++) {
        due += -Math.log(1 - random.nextDouble()) * 1e9 / packetsPerSecond;
        sleepUntil((long) due);
        int index = i;
        long submitted = System.nanoTime();
        submit(peeler, i).thenRun(() -> latencies[index] = System.nanoTime() - submitted);
      }
    }
    Arrays.sort(latencies);
    return new Latencies(latencies);
  }
}
