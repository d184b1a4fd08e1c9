package org.nightjar.bench;

/**
 * A measured figure and what it is compared with. Less is better on both sides.
 *
 * @param name what was measured: {@code create-20}, {@code peel-java}
 * @param value Nightjar's figure
 * @param unit of both figures: us, ns, s, B or instructions
 * @param against who or what the other figure belongs to
 * @param other the other figure
 * @param ratio how many times as fast (or as small) as {@code against}
 * @param noise how far the median of the samples lies above {@code value}, or how wide an average
 *     is to either side, as a part of {@code value}
 * @param samples how many there were; 1 for what was measured once, and has no noise
 */
public record Figure(
    String name,
    double value,
    String unit,
    String against,
    double other,
    double ratio,
    double noise,
    int samples) {

  /** A figure that was measured once. */
  static Figure of(String name, String unit, double value, String against, double other) {
    return new Figure(
        name, rounded(value), unit, against, rounded(other), rounded(other / value), 0, 1);
  }

  /** The same figure, of so many samples that were this noisy. */
  Figure withNoise(double noise, int samples) {
    return new Figure(name, value, unit, against, other, ratio, rounded(noise), samples);
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
