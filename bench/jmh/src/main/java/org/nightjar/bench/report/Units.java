package org.nightjar.bench.report;

import java.util.Locale;
import org.nightjar.bench.Figure;

/** Figures for people. */
final class Units {
  private Units() {}

  /** How often in a second, for a figure that is a time. */
  static double perSecond(double value, String unit) {
    return nanosPerSecond(unit) / value;
  }

  private static double nanosPerSecond(String unit) {
    return switch (unit) {
      case "ns" -> 1e9;
      case "us" -> 1e6;
      case "s" -> 1;
      default -> throw new IllegalArgumentException(unit + " is no unit of time");
    };
  }

  static boolean isTime(Figure figure) {
    return figure.unit().equals("ns") || figure.unit().equals("us") || figure.unit().equals("s");
  }

  /** Two or three digits that count: 1.3, 23.4, 1,340, 125,000. */
  static String rounded(double value) {
    double step = Math.pow(10, Math.max(0, Math.floor(Math.log10(Math.max(value, 1))) - 2));
    double shown = value < 100 ? value : Math.round(value / step) * step;
    return String.format(
        Locale.ROOT, value < 10 ? "%,.2f" : value < 100 ? "%,.1f" : "%,.0f", shown);
  }

  static String amount(double value, String unit) {
    return rounded(value) + " " + (unit.equals("us") ? "µs" : unit);
  }

  static String times(double ratio) {
    return rounded(ratio) + "×";
  }
}
