package org.nightjar.bench.report;

import java.util.List;
import java.util.Optional;
import org.nightjar.bench.Figure;
import org.nightjar.bench.ResultFile;
import org.nightjar.bench.Targets;

/** A plot per figure: a bar for each machine, and what must be reached. All have one scale. */
final class RatioBars {
  private static final int WIDTH = 400;
  private static final int LABEL_HEIGHT = 16;
  private static final int BAR_HEIGHT = 14;
  private static final int BAR_WIDTH = 345;

  private final Markup page;
  private final List<ResultFile> results;

  RatioBars(Markup page, List<ResultFile> results) {
    this.page = page;
    this.results = results;
  }

  void add(List<String> names) {
    double longest =
        names.stream()
            .flatMap(name -> results.stream().flatMap(result -> result.figure(name).stream()))
            .mapToDouble(figure -> Math.max(figure.ratio(), aim(figure)))
            .max()
            .orElse(1);
    names.forEach(name -> add(name, BAR_WIDTH / longest));
  }

  private static double aim(Figure figure) {
    return Targets.of(figure.name()).map(Targets.Bar::aim).orElse(1.0);
  }

  private void add(String name, double perTime) {
    int height = LABEL_HEIGHT + results.size() * BAR_HEIGHT + 2;
    page.open("svg", "viewBox", "0 0 " + WIDTH + " " + height, "role", "img", "aria-label", name);
    page.element("text", Labels.of(name), "x", "0", "y", "12", "class", "label");
    for (int i = 0; i < results.size(); i++) {
      int top = LABEL_HEIGHT + i * BAR_HEIGHT;
      String colour = "m" + i % 6;
      Optional<Figure> figure = results.get(i).figure(name);
      if (figure.isEmpty()) {
        page.element(
            "text", "not measured", "x", "2", "y", Integer.toString(top + 10), "class", "dim");
        continue;
      }
      double ratio = figure.get().ratio();
      double length = Math.max(1, ratio * perTime);
      rectangle(colour, length, top);
      page.element(
          "text",
          Units.times(ratio),
          "x",
          Markup.number(length + 5),
          "y",
          Integer.toString(top + 10),
          "class",
          "value" + (missed(name, results.get(i), ratio) ? " bad" : ""));
    }
    Targets.of(name)
        .ifPresent(
            bar -> {
              mark("least", bar.least() * perTime, height);
              if (bar.aim() > bar.least()) {
                mark("aim", bar.aim() * perTime, height);
              }
            });
    page.close("svg");
  }

  /** Bars of batches are made for the many-lane engine. */
  private static boolean missed(String name, ResultFile result, double ratio) {
    boolean fits = !name.contains("batch") || !result.library().contains("lanes none");
    return fits && Targets.of(name).filter(bar -> ratio < bar.least()).isPresent();
  }

  private void rectangle(String colour, double length, int top) {
    page.open(
        "rect",
        "x",
        "0",
        "y",
        Integer.toString(top),
        "width",
        Markup.number(length),
        "height",
        Integer.toString(BAR_HEIGHT - 3),
        "class",
        "fill " + colour);
    page.close("rect");
  }

  private void mark(String kind, double x, int height) {
    page.open(
        "line",
        "x1",
        Markup.number(x),
        "x2",
        Markup.number(x),
        "y1",
        Integer.toString(LABEL_HEIGHT - 2),
        "y2",
        Integer.toString(height - 2),
        "class",
        kind);
    page.close("line");
  }
}
