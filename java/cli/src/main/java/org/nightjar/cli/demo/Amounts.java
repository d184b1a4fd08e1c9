package org.nightjar.cli.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.nightjar.cli.PayloadFields;

/** Amounts and times in the words of the demo. */
final class Amounts {
  private static final int MSAT_PER_SAT = 1_000;
  private static final int HOURS_PER_DAY = 24;

  private Amounts() {}

  /** An amount in satoshi, to the millisatoshi where there are any. */
  static String sat(long msat) {
    return (msat % MSAT_PER_SAT == 0
            ? PayloadFields.grouped(msat / MSAT_PER_SAT)
            : String.format(Locale.ROOT, "%,.3f", msat / (double) MSAT_PER_SAT))
        + " sat";
  }

  /** How an amount changed. */
  static String change(long msat) {
    return (msat > 0 ? "+" : "") + sat(msat);
  }

  /** A number of bytes. */
  static String bytes(long count) {
    return count < 10_000
        ? PayloadFields.grouped(count) + " B"
        : PayloadFields.grouped(Math.round(count / 1e3)) + " kB";
  }

  /** CPU time. */
  static String cpu(Duration time) {
    return String.format(Locale.ROOT, "%.1f ms", time.toNanos() / 1e6);
  }

  /** A length of simulated time in its two largest units. */
  static String time(Duration time) {
    if (time.compareTo(Duration.ofMinutes(1)) < 0) {
      return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1e3);
    }
    if (time.compareTo(Duration.ofHours(1)) < 0) {
      return time.toMinutes() + " min " + time.toSecondsPart() + " s";
    }
    return time.toHours() + " h " + time.toMinutesPart() + " min";
  }

  /** A moment, as time since the beginning of a play. */
  static String clock(Instant begun, Instant at) {
    Duration time = Duration.between(begun, at);
    long days = time.toDays();
    return (days > 0 ? days + "d " : "")
        + String.format(
            Locale.ROOT,
            "%02d:%02d:%02d.%d",
            time.toHours() % HOURS_PER_DAY,
            time.toMinutesPart(),
            time.toSecondsPart(),
            time.toMillisPart() / 100);
  }
}
