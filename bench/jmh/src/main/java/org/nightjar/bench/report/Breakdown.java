package org.nightjar.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nightjar.bench.Figure;
import org.nightjar.bench.ResultFile;

/** The parts of a peel, each with the least that the processor needs for it. */
final class Breakdown {
  private static final String WHOLE = "peel-batch-64-c";
  private static final int WIDTH = 400;
  private static final int ROW_HEIGHT = 34;
  private static final int BAR_WIDTH = 345;

  private final Markup page;
  private final ResultFile result;

  Breakdown(Markup page, ResultFile result) {
    this.page = page;
    this.result = result;
  }

  private record Part(String label, double micros, double floor) {}

  /** Adds the plot; false if this machine has no parts. */
  boolean add(String title) {
    Optional<Figure> whole = result.figure(WHOLE);
    List<Part> parts = new ArrayList<>();
    for (Figure figure : result.figures()) {
      if (figure.name().startsWith("part-") && figure.unit().equals("us")) {
        parts.add(new Part(Labels.of(figure.name()), figure.value(), figure.other()));
      }
    }
    if (whole.isEmpty() || parts.isEmpty()) {
      return false;
    }
    double rest = whole.get().value() - parts.stream().mapToDouble(Part::micros).sum();
    parts.add(new Part("the rest: copies, checks, recoding", Math.max(0, rest), 0));
    double floor = parts.stream().mapToDouble(Part::floor).sum();
    page.open("figure").element("figcaption", title);
    page.element(
        "p",
        Units.amount(whole.get().value(), "us")
            + " in all, the least is "
            + Units.amount(floor, "us"));
    draw(parts);
    page.close("figure");
    return true;
  }

  private void draw(List<Part> parts) {
    double longest = parts.stream().mapToDouble(Part::micros).max().orElse(1);
    page.open(
        "svg",
        "viewBox",
        "0 0 " + WIDTH + " " + parts.size() * ROW_HEIGHT,
        "role",
        "img",
        "aria-label",
        "parts of a peel");
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      int top = i * ROW_HEIGHT;
      page.element(
          "text", part.label(), "x", "0", "y", Integer.toString(top + 12), "class", "label");
      double length = part.micros() / longest * BAR_WIDTH;
      bar("fill m0", length, top + 17, 6);
      bar("floor", part.floor() / longest * BAR_WIDTH, top + 24, 4);
      page.element(
          "text",
          Units.rounded(part.micros()),
          "x",
          Markup.number(length + 5),
          "y",
          Integer.toString(top + 26),
          "class",
          "value");
    }
    page.close("svg");
  }

  private void bar(String kind, double length, int top, int height) {
    page.open(
        "rect",
        "x",
        "0",
        "y",
        Integer.toString(top),
        "width",
        Markup.number(length),
        "height",
        Integer.toString(height),
        "class",
        kind);
    page.close("rect");
  }
}
