package org.nightjar.bench;

/**
 * A measured figure and what it is compared with. Less is better on both sides.
 *
 * @param name what was measured: {@code create-20}, {@code peel-java}
 * @param value Nightjar's figure
 * @param unit of both figures: us, ns or B
 * @param against who or what the other figure belongs to
 * @param other the other figure
 * @param ratio how many times as fast (or as small) as {@code against}
 */
record Figure(String name, double value, String unit, String against, double other, double ratio) {

  static Figure of(String name, String unit, double value, String against, double other) {
    return new Figure(name, rounded(value), unit, against, rounded(other), rounded(other / value));
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
