package org.nightjar.cli.sim;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nightjar.cli.PayloadFields;
import org.nightjar.cli.terminal.Style;
import org.nightjar.cli.terminal.Table;
import org.nightjar.cli.terminal.Terminal;
import org.nightjar.sim.PaymentNetwork;
import org.nightjar.sim.PtlcNetwork;
import org.nightjar.sim.Simulation;
import org.nightjar.sim.Summary;

/**
 * What came of a run.
 *
 * @param time that it took, on one core
 * @param crypto how much of it was the provider's
 * @param again the command line that gives it again
 * @param broken the invariant that broke; null if none did
 */
record RunReport(
    PaymentNetwork network,
    Summary summary,
    Duration time,
    Duration crypto,
    String again,
    @Nullable String broken) {
  private static final double HALF = 0.5;
  private static final double MOST = 0.99;

  void print(Terminal terminal) {
    Simulation simulation = network.simulation();
    long ordered = network.payments().size();
    Table table = new Table(Style.BOLD, Style.PLAIN);
    table.row(
        network instanceof PtlcNetwork ? "payments by PTLC" : "payments",
        ordered
            + " ordered, "
            + summary.paid()
            + (network instanceof PtlcNetwork ? " paid for a receipt" : " paid")
            + failed());
    table.row(
        "time",
        text(Duration.between(Simulation.BEGIN, simulation.time()))
            + " simulated, in "
            + text(time)
            + ": "
            + decimal(ordered / seconds(time))
            + " payments per second, "
            + percent(seconds(crypto) / seconds(time))
            + " of the time cryptography");
    table.row(
        "steps",
        PayloadFields.grouped(simulation.steps())
            + ", invariants checked after each; block "
            + PayloadFields.grouped(simulation.height()));
    table.row(
        "messages",
        PayloadFields.grouped(messages())
            + ", "
            + PayloadFields.grouped(summary.bytes() / 1_000)
            + " kB, "
            + PayloadFields.grouped(summary.lost())
            + " did not arrive");
    table.row(
        "holds",
        summary.holds().size()
            + ", half of them up to "
            + text(summary.holdQuantile(HALF))
            + ", 99 % up to "
            + text(summary.holdQuantile(MOST))
            + "; at most "
            + PayloadFields.grouped(summary.mostHeldMsat() / 1_000)
            + " sat at once");
    table.row("stores", PayloadFields.grouped(summary.storeWrites()) + " durable writes");
    table.row(
        "faults",
        summary.crashes() + " crashes, " + summary.storeFailures() + " failures of disks");
    table.row(
        "refused",
        PayloadFields.grouped(sum(summary.refusals())) + " messages and requests, most often");
    largest(summary.refusals())
        .forEach(entry -> table.row("", entry.getValue() + "  " + entry.getKey()));
    table.row("again", again);
    table.row("invariants", broken == null ? "all hold" : "BROKEN");
    table.print(terminal, 0);
  }

  private String failed() {
    return summary.failed().entrySet().stream()
        .map(entry -> ", " + entry.getValue() + " failed (" + entry.getKey() + ")")
        .collect(Collectors.joining());
  }

  private static List<Map.Entry<String, Long>> largest(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(5)
        .toList();
  }

  private long messages() {
    return sum(summary.messages());
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private static double seconds(Duration time) {
    return Math.max(1, time.toNanos()) / 1e9;
  }

  private static String decimal(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }

  private static String percent(double part) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * part);
  }

  private static String text(Duration time) {
    return time.toHours() > 0
        ? time.toHours() + " h " + time.toMinutesPart() + " min"
        : time.toMinutes() > 0
            ? time.toMinutes() + " min " + time.toSecondsPart() + " s"
            : decimal(seconds(time)) + " s";
  }

  JsonObject json() {
    Simulation simulation = network.simulation();
    JsonObject json = new JsonObject();
    json.addProperty("seed", simulation.seed());
    json.addProperty("invariants_hold", broken == null);
    json.addProperty("broken", broken);
    json.addProperty("again", again);
    json.addProperty("payments", network.payments().size());
    json.addProperty("paid", summary.paid());
    json.add("failed", counts(summary.failed()));
    json.addProperty(
        "simulated_s", Duration.between(Simulation.BEGIN, simulation.time()).toSeconds());
    json.addProperty("run_s", seconds(time));
    json.addProperty("crypto_s", seconds(crypto));
    json.addProperty("steps", simulation.steps());
    json.addProperty("height", simulation.height());
    json.add("messages", counts(summary.messages()));
    json.addProperty("bytes", summary.bytes());
    json.addProperty("lost", summary.lost());
    json.addProperty("holds", summary.holds().size());
    json.addProperty("hold_median_s", summary.holdQuantile(HALF).toSeconds());
    json.addProperty("most_held_msat", summary.mostHeldMsat());
    json.addProperty("store_writes", summary.storeWrites());
    json.addProperty("store_failures", summary.storeFailures());
    json.addProperty("crashes", summary.crashes());
    json.add("refused", counts(summary.refusals()));
    return json;
  }

  private static JsonObject counts(Map<String, Long> counts) {
    JsonObject json = new JsonObject();
    counts.forEach(json::addProperty);
    return json;
  }
}
