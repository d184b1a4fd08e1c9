package org.nightjar;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.nightjar.spi.Backend;
import org.nightjar.spi.Provider;
import org.nightjar.spi.ProviderUnavailableException;

/**
 * Chooses a provider: the one that the property {@code nightjar.provider} names, else the installed
 * ones by rank. The first that opens is taken; those skipped are logged once and kept in {@link
 * Diagnostics}.
 */
final class Providers {
  static final String PROPERTY = "nightjar.provider";

  private Providers() {}

  static Nightjar open() {
    String named = System.getProperty(PROPERTY, "");
    return named.isEmpty() ? first(p -> p.rank() >= 0, " of the automatic choice") : open(named);
  }

  static Nightjar open(String id) {
    return first(p -> p.id().equals(id), " named " + id);
  }

  static Nightjar require(Requirement requirement) {
    String named = System.getProperty(PROPERTY, "");
    return switch (requirement) {
      case NATIVE ->
          first(
              p -> p.isNative() && (named.isEmpty() ? p.rank() >= 0 : p.id().equals(named)),
              named.isEmpty() ? " with native code" : " named " + named + " with native code");
    };
  }

  static Nightjar open(Provider provider, List<Diagnostics.Skipped> skipped)
      throws ProviderUnavailableException {
    Backend backend = provider.open();
    return new Nightjar(
        backend,
        new Diagnostics(
            provider.id(), provider.isNative(), backend.version(), backend.describe(), skipped));
  }

  private static Nightjar first(Predicate<Provider> wanted, String which) {
    List<Diagnostics.Skipped> skipped = new ArrayList<>();
    for (Provider provider : installed()) {
      if (!wanted.test(provider)) {
        continue;
      }
      try {
        Nightjar nightjar = open(provider, skipped);
        skipped.forEach(s -> Log.fallback(s, provider.id()));
        return nightjar;
      } catch (ProviderUnavailableException e) {
        skipped.add(new Diagnostics.Skipped(provider.id(), e.getMessage()));
      } catch (LinkageError e) {
        skipped.add(new Diagnostics.Skipped(provider.id(), "something it needs is missing: " + e));
      }
    }
    throw new NightjarException(noProvider(which, skipped));
  }

  private static String noProvider(String which, List<Diagnostics.Skipped> skipped) {
    if (skipped.isEmpty()) {
      List<Provider> installed = installed();
      return "no provider"
          + which
          + " is installed; installed: "
          + (installed.isEmpty()
              ? "none"
              : installed.stream().map(Provider::id).collect(Collectors.joining(", ")))
          + ". Add nightjar-provider-jni, nightjar-provider-jna or nightjar-provider-bc";
    }
    return "no provider"
        + which
        + " can be used: "
        + skipped.stream()
            .map(s -> s.providerId() + ": " + s.reason())
            .collect(Collectors.joining("; "));
  }

  private static List<Provider> installed() {
    try {
      List<Provider> found = new ArrayList<>();
      ServiceLoader.load(Provider.class, Providers.class.getClassLoader()).forEach(found::add);
      found.sort(Comparator.comparingInt(Provider::rank));
      return found;
    } catch (ServiceConfigurationError e) {
      throw new NightjarException(
          "a provider is packaged wrongly: check META-INF/services and what a shrinker removed", e);
    }
  }

  /**
   * One line on {@code System.Logger}; a runtime without it (Android) shows the fallback in
   * Diagnostics only.
   */
  private static final class Log {
    static void fallback(Diagnostics.Skipped skipped, String used) {
      try {
        System.getLogger("org.nightjar")
            .log(
                System.Logger.Level.WARNING,
                "provider {0} cannot be used, falling back to {1}: {2}",
                skipped.providerId(),
                used,
                skipped.reason());
      } catch (LinkageError e) {
        return;
      }
    }
  }
}
