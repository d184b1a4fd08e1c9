package org.nightjar.bench;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Times pieces of work in turns in one JVM: whatever slows the machine for a while slows all of
 * them. A sample is the median of a few short blocks, which alternate with the blocks of the
 * others; the minimum of many samples is then free of collections, interrupts and neighbours, and a
 * single block that some jump of the clock made short cannot become it.
 */
final class Sampler {
  private static final double BLOCK_NANOS = 3e5;
  private static final int BLOCKS = 5;
  private static final int MAX_SAMPLES = 1 << 14;

  private final double warmUpSeconds;
  private final double seconds;

  Sampler(double warmUpSeconds, double seconds) {
    this.warmUpSeconds = warmUpSeconds;
    this.seconds = seconds;
  }

  /** How long a figure is measured. */
  double seconds() {
    return seconds;
  }

  /** Nanoseconds per call: the minimum and the median of so many samples. */
  record Timing(double minimum, double median, int samples) {}

  /** Warms all pieces of work up, then times them in turns. */
  List<Timing> run(List<Supplier<Object>> works) {
    List<Side> sides = works.stream().map(Side::new).toList();
    takeTurns(sides, warmUpSeconds);
    double longest = sides.stream().mapToDouble(s -> s.timing().median()).max().orElseThrow();
    sides.forEach(side -> side.startOver(Math.max(BLOCK_NANOS, longest)));
    System.gc();
    takeTurns(sides, seconds);
    return sides.stream().map(Side::timing).toList();
  }

  /** Times one piece of work alone. */
  Timing run(Supplier<Object> work) {
    return run(List.of(work)).get(0);
  }

  private static void takeTurns(List<Side> sides, double seconds) {
    long start = System.nanoTime();
    do {
      for (int block = 0; block < BLOCKS; block++) {
        for (Side side : sides) {
          side.time(block);
        }
      }
      sides.forEach(Side::endSample);
    } while (System.nanoTime() - start < seconds * 1e9);
  }

  private static final class Side {
    private final Supplier<Object> work;
    private final double[] blocks = new double[BLOCKS];
    private final double[] samples = new double[MAX_SAMPLES];

    /** Keeps results reachable, so that no compiler leaves the work out. */
    private final Object[] kept = new Object[16];

    private int sampleCount;
    private int calls = 1;

    Side(Supplier<Object> work) {
      this.work = work;
    }

    void time(int block) {
      long start = System.nanoTime();
      for (int i = 0; i < calls; i++) {
        kept[i % kept.length] = work.get();
      }
      blocks[block] = (double) (System.nanoTime() - start) / calls;
    }

    void endSample() {
      Arrays.sort(blocks);
      samples[sampleCount++ % MAX_SAMPLES] = blocks[BLOCKS / 2];
    }

    /**
     * Sizes the blocks by what the warm-up found, and forgets the warm-up. Blocks of all sides take
     * the same time: a short one after a long one would find the caches full of the other's data.
     */
    void startOver(double blockNanos) {
      calls = (int) Math.max(1, blockNanos / timing().median());
      sampleCount = 0;
    }

    Timing timing() {
      double[] sorted = Arrays.copyOf(samples, Math.min(sampleCount, MAX_SAMPLES));
      Arrays.sort(sorted);
      return new Timing(sorted[0], sorted[sorted.length / 2], sampleCount);
    }
  }
}
