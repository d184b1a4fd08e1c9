package org.nightjar;

import java.util.List;

/**
 * How a {@link Nightjar} came to its provider: paste its text into a bug report. Holds no secrets.
 *
 * @param providerId the provider in use: {@code jni}, {@code jna} or {@code bc}
 * @param nativeCode whether native code does the work
 * @param version version of the code behind the provider
 * @param details CPU features, SIMD variants and libraries in use
 * @param skipped providers tried before, each with its reason; not empty means a fallback
 */
public record Diagnostics(
    String providerId, boolean nativeCode, String version, String details, List<Skipped> skipped) {

  /** A provider that could not be used, and why. */
  public record Skipped(String providerId, String reason) {}

  public Diagnostics {
    skipped = List.copyOf(skipped);
  }

  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder()
            .append("provider ")
            .append(providerId)
            .append(nativeCode ? " (native) " : " (pure Java) ")
            .append(version)
            .append(", ")
            .append(details)
            .append("; java ")
            .append(System.getProperty("java.version"))
            .append(", ")
            .append(System.getProperty("os.name"))
            .append(" ")
            .append(System.getProperty("os.arch"));
    skipped.forEach(
        s -> text.append("; ").append(s.providerId()).append(" not used: ").append(s.reason()));
    return text.toString();
  }
}
