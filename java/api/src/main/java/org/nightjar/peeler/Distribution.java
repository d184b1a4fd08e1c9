package org.nightjar.peeler;

import java.util.Arrays;

/** How large the values of one kind were. Immutable. */
public final class Distribution {
  private final long[] counts;
  private final long count;
  private final long sum;
  private final long max;

  /**
   * @param counts of a {@link Histogram}, whose array nobody changes any more
   */
  Distribution(long[] counts, long sum, long max) {
    this.counts = counts;
    this.count = Arrays.stream(counts).sum();
    this.sum = sum;
    this.max = max;
  }

  /** How many values there were. */
  public long count() {
    return count;
  }

  /** Their sum. */
  public long sum() {
    return sum;
  }

  /** The mean, 0 without values. */
  public double mean() {
    return count == 0 ? 0 : (double) sum / count;
  }

  /** The largest, 0 without values. */
  public long max() {
    return max;
  }

  /**
   * What this part of the values does not exceed, within an eighth; 0 without values.
   *
   * @param part 0 to 1: 0.99 for the 99th percentile
   * @throws IllegalArgumentException if the part is out of its range
   */
  public long quantile(double part) {
    if (!(part >= 0 && part <= 1)) {
      throw new IllegalArgumentException("a part is 0 to 1, not " + part);
    }
    long needed = (long) Math.ceil(part * count);
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= needed && seen > 0) {
        return Math.min(Histogram.largest(i), max);
      }
    }
    return 0;
  }

  @Override
  public String toString() {
    return String.format(
        "%d values, mean %.1f, median %d, 99%% %d, max %d",
        count, mean(), quantile(0.5), quantile(0.99), max);
  }
}
