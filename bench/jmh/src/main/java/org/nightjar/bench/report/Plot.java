package org.nightjar.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Lines over one axis that starts at 0. */
final class Plot {
  private static final int WIDTH = 400;
  private static final int HEIGHT = 260;
  private static final int DIGIT_WIDTH = 6;
  private static final int RIGHT = 12;
  private static final int TOP = 22;
  private static final int BOTTOM = 34;
  private static final int MOST_TICKS = 5;

  private final String title;
  private final String acrossLabel;
  private final String upLabel;
  private final boolean doubling;
  private final List<Line> lines;

  private Plot(
      String title, String acrossLabel, String upLabel, boolean doubling, List<Line> lines) {
    this.title = title;
    this.acrossLabel = acrossLabel;
    this.upLabel = upLabel;
    this.doubling = doubling;
    this.lines = lines;
  }

  record Point(double x, double y) {}

  /**
   * One line.
   *
   * @param kind {@code flat} for a line to compare with, or empty
   */
  record Line(String label, List<Point> points, String kind) {}

  /** doubling: equal steps across are factors. */
  static Plot of(String title, String across, String up, boolean doubling, List<Line> lines) {
    return new Plot(title, across, up, doubling, lines);
  }

  void add(Markup page) {
    page.open("figure").element("figcaption", title);
    page.open("ul", "class", "legend");
    for (int i = 0; i < lines.size(); i++) {
      page.element("li", lines.get(i).label(), "class", style(i));
    }
    page.close("ul");
    page.open("svg", "viewBox", "0 0 " + WIDTH + " " + HEIGHT, "role", "img", "aria-label", title);
    scaleUp(page);
    scaleAcross(page);
    for (int i = 0; i < lines.size(); i++) {
      line(page, lines.get(i), style(i));
    }
    page.close("svg").close("figure");
  }

  private String style(int index) {
    return "l" + index % 6 + " " + lines.get(index).kind();
  }

  private void line(Markup page, Line line, String style) {
    StringBuilder path = new StringBuilder();
    for (Point point : line.points()) {
      path.append(path.isEmpty() ? "M" : " L")
          .append(Markup.number(across(point.x())))
          .append(',')
          .append(Markup.number(up(point.y())));
    }
    page.open("path", "d", path.toString(), "class", "line " + style).close("path");
    if (line.kind().isEmpty()) {
      for (Point point : line.points()) {
        page.open(
            "circle",
            "cx",
            Markup.number(across(point.x())),
            "cy",
            Markup.number(up(point.y())),
            "r",
            "2.5",
            "class",
            "dot " + style);
        page.close("circle");
      }
    }
  }

  private void scaleUp(Markup page) {
    double most = most();
    double step = step(most);
    for (double tick = 0; tick <= most; tick += step) {
      String y = Markup.number(up(tick));
      page.open(
          "line",
          "x1",
          Markup.number(left()),
          "x2",
          Integer.toString(WIDTH - RIGHT),
          "y1",
          y,
          "y2",
          y,
          "class",
          "grid");
      page.close("line");
      page.element(
          "text",
          label(tick, step),
          "x",
          Markup.number(left() - 5),
          "y",
          Markup.number(up(tick) + 4),
          "class",
          "tick end");
    }
    page.element("text", upLabel, "x", "0", "y", "9", "class", "tick");
  }

  private void scaleAcross(Markup page) {
    points()
        .mapToDouble(Point::x)
        .distinct()
        .sorted()
        .forEach(
            x ->
                page.element(
                    "text",
                    String.format("%.0f", x),
                    "x",
                    Markup.number(across(x)),
                    "y",
                    Integer.toString(HEIGHT - BOTTOM + 15),
                    "class",
                    "tick middle"));
    page.element(
        "text",
        acrossLabel,
        "x",
        Markup.number((left() + WIDTH - RIGHT) / 2),
        "y",
        Integer.toString(HEIGHT - 4),
        "class",
        "tick middle");
  }

  /** 1, 2 or 5 times a power of ten, so that there are few ticks. */
  private static double step(double most) {
    double power = Math.pow(10, Math.floor(Math.log10(most / MOST_TICKS)));
    return Stream.of(1, 2, 5, 10)
        .map(factor -> factor * power)
        .filter(step -> most / step <= MOST_TICKS)
        .findFirst()
        .orElse(most);
  }

  private static String label(double tick, double step) {
    return String.format(Locale.ROOT, step < 1 ? "%.1f" : "%,.0f", tick);
  }

  /** Where the lines begin: right of the longest label. */
  private double left() {
    return 14 + DIGIT_WIDTH * Math.max(3, label(most(), step(most())).length());
  }

  private Stream<Point> points() {
    return lines.stream().flatMap(line -> line.points().stream());
  }

  private double most() {
    return points().mapToDouble(Point::y).max().orElse(1);
  }

  private double across(double x) {
    double most = points().mapToDouble(Point::x).max().orElse(1);
    double part = doubling ? Math.log(x) / Math.log(Math.max(2, most)) : x / most;
    return left() + 8 + part * (WIDTH - left() - RIGHT - 16);
  }

  private double up(double y) {
    return HEIGHT - BOTTOM - y / most() * (HEIGHT - BOTTOM - TOP);
  }
}
