package org.nightjar.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.nightjar.bench.Figure;
import org.nightjar.bench.ResultFile;
import org.nightjar.bench.Targets;
import org.xml.sax.InputSource;

class PageTest {
  private static final String HOSTILE = "<script>alert('1')</script>\" onload=\"x & y";

  private static Figure figure(String name, double value, double other) {
    return new Figure(name, value, "us", "something else", other, other / value, 0.01, 100);
  }

  private static ResultFile result(String cpu, Figure... figures) {
    return new ResultFile(
        "2026-01-01T00:00:00Z", "quick", Map.of("cpu", cpu, "cores", "2"), "", List.of(figures));
  }

  private static ResultFile whole(String cpu) {
    List<Figure> figures = new ArrayList<>();
    figures.add(figure("peel-java", 23, 97));
    figures.add(figure("peel-c", 22, 72));
    for (int size : new int[] {2, 4, 8, 64}) {
      figures.add(figure("peel-batch-" + size + "-c", 8, 72));
      figures.add(figure("peel-batch-" + size + "-java", 8.5, 97));
    }
    for (int load : new int[] {25, 50, 75}) {
      figures.add(figure("batch-peeler-p50-load-" + load, 200, 1000));
      figures.add(figure("batch-peeler-p99-load-" + load, 800, 1000));
    }
    figures.add(figure("part-multiply", 5, 4));
    figures.add(figure("part-hash", 1, 0.8));
    figures.add(new Figure("aarch64-peel", 500_000, "instructions", "obvious", 600_000, 1.2, 0, 1));
    return result(cpu, figures.toArray(Figure[]::new));
  }

  @Test
  void hasEveryPlot() throws Exception {
    String page = Page.of(List.of(whole("a processor")));
    assertThat(page).doesNotContain("Not measured here", "http:", "https:", "<script", "src=");
    assertThat(page)
        .contains("two multiplications", "peel 64 onions at once, Java", "99 of 100", "118,000");
    assertWellFormed(page);
  }

  @Test
  void saysWhatIsMissing() throws Exception {
    String page = Page.of(List.of(result("bare")));
    assertThat(page).contains("./nightjar bench --aarch64", "latency under load, on bare");
    assertThat(page).doesNotContain("<svg", "NaN", "Infinity");
    assertWellFormed(page);
  }

  @Test
  void oneRowMissingLeavesTheOthers() throws Exception {
    ResultFile first = whole("first");
    String page = Page.of(List.of(first, result("second", figure("peel-c", 40, 45))));
    assertThat(page).contains("not measured", "the parts of a peel, on second");
    long barsToReach =
        first.figures().stream().filter(f -> Targets.of(f.name()).isPresent()).count();
    assertThat(page.split("class=\"least\"")).as("marks").hasSize((int) barsToReach + 1 + 1);
    assertWellFormed(page);
  }

  @Test
  void putsMachinesSideBySide() throws Exception {
    String page = Page.of(List.of(whole("first"), whole("second"), whole("second")));
    assertThat(page).contains("<b>first</b>", "<b>second, 2026-01-01T00:00:00Z</b>");
    assertThat(page.split("class=\"fill m2\"").length)
        .isEqualTo(page.split("class=\"fill m1\"").length);
    assertWellFormed(page);
  }

  /** A tick ends at its x and must begin on the page: 11 pixels high, so under 7 wide a digit. */
  @Test
  void longTicksHaveRoom() throws Exception {
    String page =
        Page.of(List.of(result("slow", figure("batch-peeler-p99-load-90", 250_000, 1000))));
    Matcher tick = Pattern.compile("<text x=\"([0-9.]+)\"[^>]*>200,000<").matcher(page);
    assertThat(tick.find()).isTrue();
    assertThat(Double.parseDouble(tick.group(1))).isGreaterThan(7 * 6);
  }

  @Test
  void hostileTextStaysText() throws Exception {
    Figure figure = new Figure(HOSTILE, 1, HOSTILE, HOSTILE, 2, 2, 0, 1);
    Map<String, String> machine = Map.of("cpu", HOSTILE, "cores", HOSTILE, "jdk", HOSTILE);
    ResultFile result = new ResultFile(HOSTILE, HOSTILE, machine, HOSTILE, List.of(figure, figure));
    ResultFile odd =
        result(
            HOSTILE,
            new Figure("peel-java", 1, HOSTILE, HOSTILE, 2, 1e300, 1e300, 7),
            new Figure("peel-c", 1e-300, "us", HOSTILE, 1e-300, 1, 0, -7));
    String page = Page.of(List.of(result, odd));
    assertThat(page).doesNotContain("<script", "\" onload");
    assertWellFormed(page);
  }

  /** Every element closed, every attribute quoted: as XML, once what HTML leaves open is closed. */
  private static void assertWellFormed(String page) throws Exception {
    String xml = page.replace("<!doctype html>", "").replaceAll("<meta ([^>]*)>", "<meta $1/>");
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }
}
