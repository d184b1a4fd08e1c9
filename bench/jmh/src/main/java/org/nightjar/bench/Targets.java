package org.nightjar.bench;

import java.util.Map;

/** What each figure must reach. The only place where targets are written. */
final class Targets {
  /** The most that a JNI call with 1366 bytes in and out may cost. */
  static final double CALL_NANOS = 150;

  /** The longest from submit to result, for 99 of 100 packets at half of full load. */
  static final double LATENCY_MICROS = 1000;

  /** HTLCs held at once in one process. */
  static final int HOLDS = 100_000;

  /** The most heap that one of them may take. */
  static final double HOLD_BYTES = 4096;

  /** The longest from a start to a role that is ready, with all of them. */
  static final double RESTART_SECONDS = 5;

  /** The longest that the release of a tenth of them may take, durably. */
  static final double RELEASE_SECONDS = 5;

  /** Entries of a replay cache, at the end of its benchmark. */
  static final int REPLAYS = 10_000_000;

  /** The longest that the durable claim of an onion may take: 50,000 a second. */
  static final double CLAIM_MICROS = 20;

  /** The most CPU time of a recipient's wake-up. */
  static final double WAKE_UP_MICROS = 1500;

  private static final Map<String, Double> LEAST_RATIO =
      Map.ofEntries(
          Map.entry("create-3", 1.9),
          Map.entry("create-10", 3.8),
          Map.entry("create-20", 6.5),
          Map.entry("peel-java", 1.5),
          Map.entry("peel-batch-64-java", 9.0),
          Map.entry("peel-two-threads", 1.9),
          Map.entry("batch-peeler-p99-load-50", 1.0),
          Map.entry("peel-c", 1.0),
          Map.entry("jni-call", 1.0),
          Map.entry("chacha20-1366", 0.9),
          Map.entry("chacha20-2600", 0.9),
          Map.entry("sha256-1366", 0.9),
          Map.entry("blinded-create-3", 1.0),
          Map.entry("blinded-create-10", 1.0),
          Map.entry("unblind", 1.0),
          Map.entry("failure-decrypt-20", 1 / 1.5),
          Map.entry("bolt12-invoice", 1.2),
          Map.entry("message-peel", 1.5),
          Map.entry("peel-alloc", 1.0),
          Map.entry("hold-memory", 1.0),
          Map.entry("hold-restart", 1.0),
          Map.entry("hold-restart-cold", 1.0),
          Map.entry("hold-release", 1.0),
          Map.entry("replay-claim-10000000", 1.0),
          Map.entry("wake-up", 1.0),
          Map.entry("wake-up-core", 1.0));

  private Targets() {}

  /** A figure's target and whether it is reached; empty for a figure without one. */
  static String verdict(Figure figure) {
    Double least = LEAST_RATIO.get(figure.name());
    if (least == null) {
      return "";
    }
    return String.format("%.2fx %s", least, figure.ratio() >= least ? "reached" : "MISSED");
  }
}
