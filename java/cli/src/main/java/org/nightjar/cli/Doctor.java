package org.nightjar.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nightjar.Diagnostics;
import org.nightjar.Nightjar;
import org.nightjar.NightjarException;
import org.nightjar.OnionPacket;
import org.nightjar.cli.terminal.Style;
import org.nightjar.cli.terminal.Table;
import org.nightjar.cli.terminal.Terminal;
import org.nightjar.natives.NativeLibrary;

/**
 * The state of Nightjar on this machine.
 *
 * @param checks every installed provider
 * @param chosen what is used, or null if nothing can be
 * @param problem why nothing can be used, or null
 */
record Doctor(List<ProviderCheck> checks, @Nullable Diagnostics chosen, @Nullable String problem) {

  private static final long MEASURE_NANOS = 150_000_000;
  private static final int CALLS_PER_ROUND = 1000;

  /**
   * Opens and measures everything.
   *
   * @param provider the one asked for, or null for the best
   */
  static Doctor examine(@Nullable String provider) {
    List<ProviderCheck> checks = ProviderCheck.run(null);
    try {
      Nightjar nightjar = provider == null ? Nightjar.open() : Nightjar.open(provider);
      return new Doctor(checks, nightjar.diagnostics(), null);
    } catch (NightjarException e) {
      return new Doctor(checks, null, e.getMessage());
    }
  }

  /** Whether native code serves, and a provider is in use. */
  boolean healthy() {
    return chosen != null && checks.stream().anyMatch(c -> c.provider().isNative() && c.passed());
  }

  void print(Terminal terminal) {
    title(terminal, "Provider in use");
    Table used = new Table(Style.DIM, Style.PLAIN);
    if (chosen == null) {
      used.row("none", String.valueOf(problem));
    } else {
      used.row(
          chosen.providerId(),
          (chosen.nativeCode() ? "native code " : "pure Java ") + chosen.version());
      used.row("runs on", chosen.details());
      chosen.skipped().forEach(s -> used.row(s.providerId() + " not used", s.reason()));
    }
    used.print(terminal, 2);
    title(
        terminal,
        "Providers: opening and self-test, cost of a call that moves 1366 bytes in and out");
    printProviders(terminal);
    checks.forEach(check -> printSearch(check, terminal));
    title(terminal, "Java");
    new Table(Style.DIM, Style.PLAIN)
        .row("version", Runtime.version() + ", " + System.getProperty("java.vm.name"))
        .row("home", System.getProperty("java.home"))
        .row("native access", NativeAccess.describe())
        .print(terminal, 2);
    terminal.line();
    terminal.line(
        healthy()
            ? terminal.paint(Style.GREEN, "All well.")
            : terminal.paint(Style.RED, "Native code is not available.")
                + " What to do stands with the provider above.");
  }

  private static void title(Terminal terminal, String text) {
    terminal.line();
    terminal.line(terminal.paint(Style.BOLD, text));
  }

  private void printProviders(Terminal terminal) {
    Table table = new Table(Style.CYAN, Style.DIM, Style.PLAIN, Style.PLAIN);
    for (ProviderCheck check : checks) {
      String result =
          check.passed()
              ? String.format(
                  Locale.ROOT, "%6.1f ms %6.0f ns per call", check.millis(), callNanos(check))
              : String.valueOf(check.problem());
      table.row(check.provider().id(), role(check), check.passed() ? "passed" : "failed", result);
    }
    table.print(terminal, 2);
  }

  private String role(ProviderCheck check) {
    if (chosen != null && chosen.providerId().equals(check.provider().id())) {
      return "in use";
    }
    return check.provider().rank() < 0
        ? "on request"
        : check.provider().isNative() ? "by default" : "fallback";
  }

  private static void printSearch(ProviderCheck check, Terminal terminal) {
    if (check.search().isEmpty()) {
      return;
    }
    title(terminal, "Library search of " + check.provider().id());
    Table table = new Table(Style.CYAN, Style.DIM, Style.PLAIN);
    check.search().forEach(step -> table.row(step.name(), outcome(step), step.detail()));
    table.print(terminal, 2);
  }

  private static String outcome(NativeLibrary.Step step) {
    return step.outcome().name().toLowerCase(Locale.ROOT);
  }

  JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("healthy", healthy());
    json.addProperty("provider", chosen == null ? null : chosen.providerId());
    if (chosen == null) {
      json.addProperty("problem", problem);
    } else {
      json.addProperty("native", chosen.nativeCode());
      json.addProperty("details", chosen.details());
    }
    JsonArray providers = new JsonArray();
    for (ProviderCheck check : checks) {
      JsonObject provider = check.toJson();
      if (check.passed()) {
        provider.addProperty("call_ns", Math.round(callNanos(check)));
      }
      provider.add("library_search", searchJson(check));
      providers.add(provider);
    }
    json.add("providers", providers);
    json.addProperty("java", Runtime.version().toString());
    json.addProperty("native_access", NativeAccess.describe());
    return json;
  }

  private static JsonArray searchJson(ProviderCheck check) {
    JsonArray array = new JsonArray();
    for (NativeLibrary.Step step : check.search()) {
      JsonObject json = new JsonObject();
      json.addProperty("step", step.name());
      json.addProperty("outcome", outcome(step));
      json.addProperty("detail", step.detail());
      array.add(json);
    }
    return array;
  }

  /** The least that a call cost, of as many as fit a short time. */
  private static double callNanos(ProviderCheck check) {
    Nightjar nightjar = Objects.requireNonNull(check.nightjar());
    byte[] in = new byte[OnionPacket.PAYMENT_LENGTH];
    byte[] out = new byte[OnionPacket.PAYMENT_LENGTH];
    long best = Long.MAX_VALUE;
    long end = System.nanoTime() + MEASURE_NANOS;
    do {
      long start = System.nanoTime();
      for (int i = 0; i < CALLS_PER_ROUND; i++) {
        nightjar.echo(out, in);
      }
      best = Math.min(best, System.nanoTime() - start);
    } while (System.nanoTime() < end);
    return (double) best / CALLS_PER_ROUND;
  }
}
