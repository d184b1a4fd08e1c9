package org.nightjar.bench.report;

import java.util.List;
import java.util.Optional;
import org.nightjar.bench.Figure;
import org.nightjar.bench.ResultFile;
import org.nightjar.bench.Targets;

/**
 * A plot per figure: a bar for each machine that has it, and across it what must be reached. All
 * have one scale.
 */
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
      int place = i;
      results.get(i).figure(name).ifPresent(f -> bar(place, f, perTime));
    }
    for (int i = 0; i < results.size(); i++) {
      Optional<Figure> figure = results.get(i).figure(name);
      double x = figure.map(f -> length(f, perTime) + 5).orElse(2.0);
      String kind = figure.isEmpty() ? "dim" : missed(figure.get(), i) ? "value bad" : "value";
      page.element(
          "text",
          figure.map(f -> Units.times(f.ratio())).orElse("not measured"),
          "x",
          Markup.number(x),
          "y",
          Integer.toString(top(i) + 10),
          "class",
          kind);
    }
    page.close("svg");
  }

  private static double length(Figure figure, double perTime) {
    return Math.max(1, figure.ratio() * perTime);
  }

  private static int top(int place) {
    return LABEL_HEIGHT + place * BAR_HEIGHT;
  }

  private void marks(int place, Targets.Bar bar, double perTime) {
    mark(place, "least", bar.least() * perTime);
    if (bar.aim() > bar.least()) {
      mark(place, "aim", bar.aim() * perTime);
    }
  }

  /** Bars of batches are made for the many-lane engine. */
  private boolean missed(Figure figure, int place) {
    boolean fits =
        !figure.name().contains("batch") || !results.get(place).library().contains("lanes none");
    return fits
        && Targets.of(figure.name()).filter(bar -> figure.ratio() < bar.least()).isPresent();
  }

  private void bar(int place, Figure figure, double perTime) {
    page.open(
        "rect",
        "x",
        "0",
        "y",
        Integer.toString(top(place)),
        "width",
        Markup.number(length(figure, perTime)),
        "height",
        Integer.toString(BAR_HEIGHT - 3),
        "class",
        "fill m" + place % 6);
    page.close("rect");
    Targets.of(figure.name()).ifPresent(target -> marks(place, target, perTime));
  }

  private void mark(int place, String kind, double x) {
    page.open(
        "line",
        "x1",
        Markup.number(x),
        "x2",
        Markup.number(x),
        "y1",
        Integer.toString(top(place) - 2),
        "y2",
        Integer.toString(top(place) + BAR_HEIGHT - 2),
        "class",
        kind);
    page.close("line");
  }
}
