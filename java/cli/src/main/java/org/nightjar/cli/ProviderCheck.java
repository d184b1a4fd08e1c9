package org.nightjar.cli;

import com.google.gson.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nightjar.Nightjar;
import org.nightjar.NightjarException;
import org.nightjar.cli.terminal.Style;
import org.nightjar.cli.terminal.Terminal;
import org.nightjar.natives.NativeLibrary;
import org.nightjar.spi.Provider;
import org.nightjar.spi.ProviderUnavailableException;

/**
 * One provider, opened and checked against known answers.
 *
 * @param provider the provider
 * @param nightjar what it opened, or null if it is unavailable
 * @param millis how long opening and self-test took
 * @param problem what went wrong, or null
 * @param search the steps of the search for its library; empty if it needs none
 */
record ProviderCheck(
    Provider provider,
    @Nullable Nightjar nightjar,
    double millis,
    @Nullable String problem,
    List<NativeLibrary.Step> search) {

  /**
   * Checks every installed provider, best first, or just one.
   *
   * @param id the one, or null for all
   * @throws NightjarException if there is no such provider
   */
  static List<ProviderCheck> run(@Nullable String id) {
    List<Provider> installed =
        ServiceLoader.load(Provider.class).stream()
            .map(ServiceLoader.Provider::get)
            .sorted(Comparator.comparingInt(p -> p.rank() < 0 ? Integer.MAX_VALUE : p.rank()))
            .toList();
    List<ProviderCheck> checks =
        installed.stream()
            .filter(provider -> id == null || provider.id().equals(id))
            .map(ProviderCheck::of)
            .toList();
    if (checks.isEmpty()) {
      throw new NightjarException(
          "there is no provider "
              + (id == null ? "at all" : id)
              + "; installed: "
              + installed.stream().map(Provider::id).collect(Collectors.joining(", ")));
    }
    return checks;
  }

  private static ProviderCheck of(Provider provider) {
    long start = System.nanoTime();
    @Nullable Nightjar nightjar = null;
    @Nullable String problem = null;
    try {
      nightjar = Nightjar.of(provider);
      nightjar.selftest();
    } catch (ProviderUnavailableException | NightjarException e) {
      problem = e.getMessage();
    }
    double millis = (System.nanoTime() - start) / 1e6;
    return new ProviderCheck(
        provider, nightjar, millis, problem, NativeLibrary.lastSteps(provider.id()));
  }

  boolean passed() {
    return problem == null;
  }

  JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("provider", provider.id());
    json.addProperty("native", provider.isNative());
    json.addProperty("passed", passed());
    json.addProperty("ms", Math.round(millis * 1000) / 1e3);
    if (problem != null) {
      json.addProperty("problem", problem);
    }
    return json;
  }

  /** Prints one line. */
  void print(Terminal terminal) {
    terminal.line(
        String.format(
            Locale.ROOT,
            "%s %s %s",
            terminal.paint(Style.BOLD, String.format("%-4s", provider.id())),
            passed() ? terminal.paint(Style.GREEN, "passed") : terminal.paint(Style.RED, "failed"),
            passed() ? String.format(Locale.ROOT, "%8.1f ms", millis) : problem));
  }
}
