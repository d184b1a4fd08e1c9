package org.nightjar.bench;

import java.util.List;

/** Figures for people. */
final class Table {
  private static final int BAR_MAX_LENGTH = 20;
  private static final int BAR_PER_TIME = 2;
  private static final String ROW = "%-24s %14s %14s %8s  %-20s %-14s %s%n";

  private Table() {}

  static String of(List<Figure> figures) {
    StringBuilder text = new StringBuilder();
    text.append(String.format(ROW, "", "nightjar", "against", "ratio", "", "target", "against"));
    for (Figure figure : figures) {
      text.append(
          String.format(
              ROW,
              figure.name(),
              amount(figure.value(), figure.unit()),
              amount(figure.other(), figure.unit()),
              String.format("%.2fx", figure.ratio()),
              bar(figure.ratio()),
              Targets.verdict(figure),
              figure.against()));
    }
    return text.toString();
  }

  private static String amount(double value, String unit) {
    return String.format(value < 100 ? "%.2f %s" : "%.0f %s", value, unit);
  }

  private static String bar(double ratio) {
    long length = Math.round(ratio * BAR_PER_TIME);
    return "#".repeat((int) Math.max(1, Math.min(BAR_MAX_LENGTH, length)));
  }
}
