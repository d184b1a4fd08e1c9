package org.nightjar.bench.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nightjar.bench.Figure;
import org.nightjar.bench.ResultFile;
import org.nightjar.bench.Targets;

/**
 * The report: what a machine gives an operator, what it was compared with, and where the time goes.
 * Each machine has a colour, the same everywhere. What was not measured is left out, and said.
 */
public final class Page {
  private static final String PER_CORE = "peel-batch-64-java";
  private static final List<String> RATES =
      List.of(PER_CORE, "peel-java", "peel-batch-64-c", "peel-c", "message-peel", "create-20");

  private final List<ResultFile> results;
  private final Markup page = new Markup();

  private Page(List<ResultFile> results) {
    this.results = results;
  }

  /**
   * One page for one or more machines, in their order.
   *
   * @throws IOException if this jar lacks the page's style
   */
  public static String of(List<ResultFile> results) throws IOException {
    return new Page(results).html();
  }

  private String html() throws IOException {
    page.raw("<!doctype html>")
        .open("html", "lang", "en")
        .open("head")
        .raw("<meta charset=\"utf-8\">");
    page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    page.element("title", "Nightjar: performance").raw("<style>" + style() + "</style>");
    page.close("head").open("body").open("main").element("h1", "Nightjar, measured");
    machines();
    perCore();
    ratios();
    batchSizes();
    latency();
    parts();
    aarch64();
    all();
    return page.close("main").close("body").close("html").toString();
  }

  private static String style() throws IOException {
    try (InputStream in = Page.class.getResourceAsStream("page.css")) {
      if (in == null) {
        throw new IOException("the page's style is not in this jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void machines() {
    page.open("ul", "class", "machines");
    forEachResult(
        (result, colour) -> {
          page.open("li", "class", colour).element("b", name(result));
          page.element(
              "span",
              String.join(
                  " · ",
                  result.machine("cores") + " cores",
                  result.machine("arch"),
                  "JDK: " + result.machine("jdk"),
                  "libsecp256k1 " + result.machine("libsecp256k1"),
                  "commit " + result.machine("commit"),
                  result.mode() + " run",
                  result.date()));
          page.close("li");
        });
    page.close("ul");
  }

  /** The processor; with the date where two results are from one kind. */
  private String name(ResultFile result) {
    String processor = result.machine("cpu");
    boolean only =
        results.stream().filter(other -> other.machine("cpu").equals(processor)).count() == 1;
    return only ? processor : processor + ", " + result.date();
  }

  private interface ResultAction {
    void accept(ResultFile result, String colour);
  }

  private void forEachResult(ResultAction action) {
    for (int i = 0; i < results.size(); i++) {
      action.accept(results.get(i), colour(i));
    }
  }

  private static String colour(int index) {
    return "m" + index % 6;
  }

  private void section(String title, String explanation) {
    page.element("h2", title).element("p", explanation, "class", "dim");
  }

  private void missing(String what) {
    page.element("p", "Not measured here: " + what, "class", "missing");
  }

  /** What an operator gets. */
  private void perCore() {
    section(
        "What one core does",
        "Onions per second: an LSP peels one for every payment that it forwards. At once means that"
            + " packets which are waiting anyway go through in one call.");
    forEachResult(this::facts);
    page.open("div", "class", "scroll").open("table").open("tr").element("th", "per second");
    forEachResult((result, colour) -> page.element("th", name(result), "class", colour));
    page.close("tr");
    for (String name : RATES) {
      row(Labels.of(name), result -> rate(result, name));
    }
    row("peel on all cores, 64 at once, Java", this::allCores);
    row("peel on all cores, 64 at once, C", result -> rate(result, "peel-all-cores-c"));
    row("for comparison: peel, lightning-kmp", result -> other(result, "peel-java"));
    row("for comparison: peel, obvious C", result -> other(result, "peel-c"));
    row("for comparison: peel, Bouncy Castle", result -> rate(result, "peel-bc"));
    row("1,000 payments a second take of a core", this::share);
    page.close("table").close("div");
  }

  private void facts(ResultFile result, String colour) {
    page.open("div", "class", "facts");
    rate(result, PER_CORE)
        .ifPresent(rate -> fact(colour, rate, "onions per second and core, 64 at once"));
    rate(result, "peel-java")
        .ifPresent(rate -> fact(colour, rate, "onions per second and core, one at a time"));
    allCores(result)
        .ifPresent(
            rate -> fact(colour, rate, "on all " + result.machine("cores") + " cores, 64 at once"));
    result
        .figure(PER_CORE)
        .ifPresent(
            figure -> fact(colour, Units.times(figure.ratio()), "as many as " + figure.against()));
    page.close("div");
  }

  private void fact(String colour, String figure, String what) {
    page.open("div", "class", "fact " + colour)
        .element("b", figure)
        .element("span", what)
        .close("div");
  }

  private void row(String label, Function<ResultFile, Optional<String>> cell) {
    if (results.stream().noneMatch(result -> cell.apply(result).isPresent())) {
      return;
    }
    page.open("tr").element("td", label);
    results.forEach(result -> page.element("td", cell.apply(result).orElse("–")));
    page.close("tr");
  }

  private Optional<String> rate(ResultFile result, String name) {
    return result
        .figure(name)
        .filter(Units::isTime)
        .map(figure -> Units.rounded(Units.perSecond(figure.value(), figure.unit())));
  }

  private Optional<String> other(ResultFile result, String name) {
    return result
        .figure(name)
        .filter(figure -> Units.isTime(figure) && figure.other() > 0)
        .map(figure -> Units.rounded(Units.perSecond(figure.other(), figure.unit())));
  }

  private Optional<String> allCores(ResultFile result) {
    return rate(result, "jmh-all-cores-peel-batch-64");
  }

  private Optional<String> share(ResultFile result) {
    return result
        .figure(PER_CORE)
        .filter(Units::isTime)
        .map(
            figure ->
                String.format(
                    Locale.ROOT, "%.1f %%", 1e5 / Units.perSecond(figure.value(), figure.unit())));
  }

  private void ratios() {
    section(
        "Times as fast as the others",
        "Each against the same work of lightning-kmp, or of libsecp256k1 and OpenSSL written"
            + " plainly, in the same run. Full line: what must be reached; dotted: what is aimed"
            + " at. Bars of batches are for processors with AVX-512 IFMA.");
    List<String> names =
        names(figure -> Targets.of(figure.name()).isPresent()).stream()
            .filter(name -> !name.startsWith("aarch64"))
            .toList();
    if (names.isEmpty()) {
      missing("nothing that has a bar to reach.");
      return;
    }
    page.open("div", "class", "bars");
    new RatioBars(page, results).add(names);
    page.close("div");
  }

  private List<String> names(java.util.function.Predicate<Figure> wanted) {
    Set<String> names = new LinkedHashSet<>();
    results.forEach(
        result -> result.figures().stream().filter(wanted).map(Figure::name).forEach(names::add));
    return List.copyOf(names);
  }

  private void batchSizes() {
    section(
        "Onions per second by the size of a batch",
        "One core. Flat lines: what the others do, one at a time.");
    page.open("div", "class", "plots");
    forEachResult(
        (result, colour) -> {
          List<Plot.Line> lines = new ArrayList<>();
          batchLine(result, "c").ifPresent(lines::add);
          batchLine(result, "java").ifPresent(lines::add);
          flat(result, "peel-c", "obvious C").ifPresent(lines::add);
          flat(result, "peel-java", "lightning-kmp").ifPresent(lines::add);
          if (lines.stream().anyMatch(line -> line.points().size() > 1)) {
            Plot.of(name(result), "onions in a batch", "thousand per second", true, lines)
                .add(page);
          } else {
            missing("batches, on " + name(result) + ".");
          }
        });
    page.close("div");
  }

  private static Optional<Plot.Line> batchLine(ResultFile result, String language) {
    List<Plot.Point> points =
        IntStream.of(1, 2, 4, 8, 16, 32, 64, 1024)
            .boxed()
            .flatMap(
                size ->
                    result
                        .figure(
                            size == 1 ? "peel-" + language : "peel-batch-" + size + "-" + language)
                        .filter(Units::isTime)
                        .map(f -> new Plot.Point(size, Units.perSecond(f.value(), f.unit()) / 1e3))
                        .stream())
            .toList();
    return points.isEmpty()
        ? Optional.empty()
        : Optional.of(new Plot.Line(language.equals("c") ? "C" : "Java", points, ""));
  }

  private static Optional<Plot.Line> flat(ResultFile result, String name, String label) {
    return result
        .figure(name)
        .filter(figure -> Units.isTime(figure) && figure.other() > 0)
        .map(
            figure -> {
              double rate = Units.perSecond(figure.other(), figure.unit()) / 1e3;
              return new Plot.Line(
                  label, List.of(new Plot.Point(1, rate), new Plot.Point(64, rate)), "flat");
            });
  }

  private void latency() {
    section(
        "How long a packet waits",
        "BatchPeeler gathers packets of many threads into batches. From submit to result, against"
            + " the load: 100 % is all that one core can peel in full batches.");
    page.open("div", "class", "plots");
    forEachResult(
        (result, colour) -> {
          List<Plot.Line> lines =
              Stream.of(50, 99)
                  .map(percentile -> latencyLine(result, percentile))
                  .filter(line -> !line.points().isEmpty())
                  .toList();
          if (lines.isEmpty()) {
            missing("latency under load, on " + name(result) + ".");
          } else {
            Plot.of(name(result), "load, %", "µs from submit to result", false, lines).add(page);
          }
        });
    page.close("div");
  }

  private static Plot.Line latencyLine(ResultFile result, int percentile) {
    List<Plot.Point> points =
        IntStream.rangeClosed(1, 100)
            .boxed()
            .flatMap(
                load ->
                    result
                        .figure("batch-peeler-p" + percentile + "-load-" + load)
                        .filter(Units::isTime)
                        .map(f -> new Plot.Point(load, 1e6 / Units.perSecond(f.value(), f.unit())))
                        .stream())
            .toList();
    return new Plot.Line(percentile == 50 ? "median" : percentile + " of 100", points, "");
  }

  private void parts() {
    section(
        "Where the time of a peel goes",
        "One onion of a batch of 64, in C. Behind each part, pale: the least that this processor"
            + " needs for it, which is its field multiplications, hash blocks or stream at the rate"
            + " at which it does them when nothing else is in the way.");
    page.open("div", "class", "plots");
    forEachResult(
        (result, colour) -> {
          if (!new Breakdown(page, result).add(name(result))) {
            missing(
                "the parts of a peel, on "
                    + name(result)
                    + ": it has no AVX-512 IFMA, or ran no native benchmark.");
          }
        });
    page.close("div");
  }

  private void aarch64() {
    section(
        "Phones: instructions on 64-bit ARM",
        "Counted under emulation, so without noise, and a measure of work rather than time. The"
            + " other side is the same operation on libsecp256k1, with our own hashes and stream.");
    List<String> names = names(figure -> figure.name().startsWith("aarch64-"));
    if (names.isEmpty()) {
      missing("./nightjar bench --aarch64 counts them.");
      return;
    }
    page.open("div", "class", "bars");
    new RatioBars(page, results).add(names);
    page.close("div");
  }

  private void all() {
    section(
        "Every figure",
        "The value is the minimum of many samples. Noise is how far the median lies above it: above"
            + " 10 % the machine was busy, so run it again.");
    forEachResult(
        (result, colour) -> {
          page.open("details").open("summary").text(name(result)).close("summary");
          page.element("p", result.library(), "class", "dim");
          page.element(
              "p",
              String.join(
                  " · ",
                  "features: " + result.machine("features"),
                  result.machine("os"),
                  "run on processor " + result.machine("pinnedTo"),
                  "collector: " + result.machine("gc")),
              "class",
              "dim");
          page.open("div", "class", "scroll").open("table").open("tr");
          List.of("", "Nightjar", "noise", "samples", "other", "times", "against")
              .forEach(head -> page.element("th", head));
          page.close("tr");
          result.figures().forEach(this::figureRow);
          page.close("table").close("div").close("details");
        });
  }

  private void figureRow(Figure figure) {
    page.open("tr").element("td", figure.name());
    page.element("td", Units.amount(figure.value(), figure.unit()));
    page.element(
        "td",
        figure.samples() > 1 ? String.format(Locale.ROOT, "%.0f %%", figure.noise() * 100) : "");
    page.element("td", figure.samples() > 1 ? Integer.toString(figure.samples()) : "");
    page.element("td", Units.amount(figure.other(), figure.unit()));
    page.element("td", Units.times(figure.ratio()));
    page.element("td", figure.against(), "class", "left").close("tr");
  }
}
