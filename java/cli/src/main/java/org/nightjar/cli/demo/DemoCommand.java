package org.nightjar.cli.demo;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nightjar.Nightjar;
import org.nightjar.cli.Subcommand;
import org.nightjar.cli.terminal.Style;
import org.nightjar.cli.terminal.Table;
import org.nightjar.sim.scenario.Play;
import org.nightjar.sim.scenario.Scenario;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Plays one async payment. */
@Command(
    name = "demo",
    description = {
      "See a payment to a phone that sleeps: who sends what to whom, on a simulated network with"
          + " real cryptography.",
      "Exit code 1 if the scenario does not come out as it must."
    })
public final class DemoCommand extends Subcommand {
  private static final String LIST = "list";

  /** Plays before the one that is shown, so that its CPU times are not those of a cold machine. */
  private static final long WARM_UP_NANOS = 700_000_000;

  @Option(
      names = "--scenario",
      paramLabel = "NAME",
      defaultValue = "plain",
      completionCandidates = Titles.class,
      description = "What happens (default: plain); `list` explains each in a line.")
  private String scenario;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write it as a page too, with all that was said decoded.")
  private @Nullable Path html;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      defaultValue = "1",
      description = "Play another run (default: 1); the same seed gives the same.")
  private long seed;

  /** What {@code --scenario} can be. */
  private static final class Titles implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.concat(titles(), Stream.of(LIST)).iterator();
    }
  }

  private static Stream<String> titles() {
    return Stream.of(Scenario.values()).map(Scenario::title);
  }

  @Override
  public Integer call() throws IOException {
    if (scenario.equals(LIST)) {
      list();
      return DONE;
    }
    Scenario chosen =
        Scenario.of(scenario)
            .orElseThrow(
                () ->
                    wrong(
                        "--scenario is "
                            + LIST
                            + " or one of "
                            + titles().toList()
                            + ", not '"
                            + scenario
                            + "'"));
    Nightjar nightjar = open();
    warmUp(nightjar, chosen);
    Play play = chosen.play(nightjar, seed);
    if (html != null) {
      Files.writeString(html, new Page(play, nightjar.diagnostics()).html());
    }
    if (json()) {
      print(PlayJson.of(play, nightjar.diagnostics()));
    } else {
      new PlayText(terminal(), play, nightjar.diagnostics()).print();
    }
    return play.isAsExpected() ? DONE : FAILED;
  }

  private void warmUp(Nightjar nightjar, Scenario chosen) {
    long end = System.nanoTime() + WARM_UP_NANOS;
    for (long other = seed + 1; System.nanoTime() < end; other++) {
      chosen.play(nightjar, other);
    }
  }

  private void list() {
    if (json()) {
      JsonArray scenarios = new JsonArray();
      for (Scenario each : Scenario.values()) {
        JsonObject json = new JsonObject();
        json.addProperty("name", each.title());
        json.addProperty("what", each.inOneLine());
        scenarios.add(json);
      }
      print(scenarios);
      return;
    }
    Table table = new Table(Style.BOLD, Style.PLAIN);
    List.of(Scenario.values()).forEach(each -> table.row(each.title(), each.inOneLine()));
    table.print(terminal(), 0);
  }
}
