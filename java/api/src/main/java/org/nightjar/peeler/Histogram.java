package org.nightjar.peeler;

/**
 * Counts of values by size: exact up to 15, above that in steps of an eighth of a power of two. Not
 * for use by two threads at once.
 */
final class Histogram {
  private static final int STEP_BITS = 3;
  private static final int STEPS = 1 << STEP_BITS;
  private static final int EXACT = 2 * STEPS;

  private final long[] counts = new long[EXACT + (Long.SIZE - 2 - STEP_BITS) * STEPS];
  private long sum;
  private long max;

  /** Counts a value, which is not negative. */
  void add(long value) {
    counts[bucket(value)]++;
    sum += value;
    max = Math.max(max, value);
  }

  private static int bucket(long value) {
    if (value < EXACT) {
      return (int) value;
    }
    int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(value) - STEP_BITS;
    return shift * STEPS + (int) (value >> shift);
  }

  /** The largest value in a bucket. */
  static long largest(int bucket) {
    if (bucket < EXACT) {
      return bucket;
    }
    int shift = bucket / STEPS - 1;
    return ((long) (bucket % STEPS + STEPS + 1) << shift) - 1;
  }

  Distribution distribution() {
    return new Distribution(counts.clone(), sum, max);
  }
}
