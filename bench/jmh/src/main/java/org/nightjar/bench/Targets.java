package org.nightjar.bench;

import java.util.Map;
import java.util.Optional;

/** What each figure must reach. The only place where targets are written. */
public final class Targets {
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

  /** The most of a core that one peer's flood of messages may cost. */
  static final double FLOOD_PERCENT = 20;

  /** Indices of a pool of nonces. */
  static final int POOL_INDICES = 10_000;

  /** The longest that making it, with its upload, may take. */
  static final double POOL_SECONDS = 1;

  /** The longest that the durable claim of a PTLC may take: 2,000 a second. */
  static final double PTLC_CLAIM_MICROS = 500;

  /** The most point multiplications that a payment point may cost. */
  static final double POINT_MULTIPLICATIONS = 2.5;

  private static final Map<String, Bar> BARS =
      Map.ofEntries(
          Map.entry("create-3", Bar.of(1.9)),
          Map.entry("create-10", Bar.of(3.8)),
          Map.entry("create-20", Bar.of(6.5)),
          Map.entry("create-20-c", new Bar(1.05, 1.3)),
          Map.entry("create-batch-64", new Bar(4, 5.5)),
          Map.entry("peel-java", Bar.of(1.5)),
          Map.entry("peel-batch-64-java", new Bar(9, 10.5)),
          Map.entry("peel-c", new Bar(1.08, 1.35)),
          Map.entry("peel-batch-2-c", Bar.of(1.7)),
          Map.entry("peel-batch-4-c", Bar.of(3.3)),
          Map.entry("peel-batch-8-c", Bar.of(6.3)),
          Map.entry("peel-batch-64-c", new Bar(6.5, 7.2)),
          Map.entry("peel-two-threads", Bar.of(1.9)),
          Map.entry("message-peel-c", new Bar(1.08, 1.35)),
          Map.entry("message-batch-64-c", new Bar(6, 7)),
          Map.entry("ecdh-batch", new Bar(7, 8)),
          Map.entry("jni-call", Bar.of(1)),
          Map.entry("chacha20-1366", Bar.of(0.9)),
          Map.entry("chacha20-2600", Bar.of(0.9)),
          Map.entry("sha256-1366", Bar.of(0.9)),
          Map.entry("sha256-dirty", Bar.of(0.9)),
          Map.entry("blinded-create-3", Bar.of(1)),
          Map.entry("blinded-create-10", Bar.of(1)),
          Map.entry("unblind", Bar.of(1)),
          Map.entry("failure-decrypt-20", Bar.of(1 / 1.5)),
          Map.entry("bolt12-invoice", Bar.of(1.2)),
          Map.entry("message-peel", Bar.of(1.5)),
          Map.entry("adaptor-presign", Bar.of(1 / 1.9)),
          Map.entry("adaptor-preverify", Bar.of(1 / 2.0)),
          Map.entry("musig2-sign", Bar.of(0.9)),
          Map.entry("musig2-verify", Bar.of(0.9)),
          Map.entry("peel-alloc", Bar.of(1)),
          Map.entry("batch-peeler-p99-load-50", Bar.of(1)),
          Map.entry("aarch64-peel", new Bar(1 / 0.95, 1 / 0.9)),
          Map.entry("hold-memory", Bar.of(1)),
          Map.entry("hold-restart", Bar.of(1)),
          Map.entry("hold-restart-cold", Bar.of(1)),
          Map.entry("hold-release", Bar.of(1)),
          Map.entry("replay-claim-10000000", Bar.of(1)),
          Map.entry("flood-forward", Bar.of(1)),
          Map.entry("flood-mail", Bar.of(1)),
          Map.entry("flood-requests", Bar.of(1)),
          Map.entry("ptlc-pool", Bar.of(1)),
          Map.entry("ptlc-claim", Bar.of(1)),
          Map.entry("ptlc-point", Bar.of(1)),
          Map.entry("wake-up", Bar.of(1)),
          Map.entry("wake-up-core", Bar.of(1)));

  private Targets() {}

  /** A ratio to reach at least, and one to aim at: the same where no more is wanted. */
  public record Bar(double least, double aim) {
    private static Bar of(double least) {
      return new Bar(least, least);
    }
  }

  /** What the figure of that name must reach, if anything. */
  public static Optional<Bar> of(String name) {
    return Optional.ofNullable(BARS.get(name));
  }

  /** A figure's target and whether it is reached; empty for a figure without one. */
  static String verdict(Figure figure) {
    return of(figure.name())
        .map(
            bar ->
                String.format(
                    "%.2fx %s", bar.least(), figure.ratio() >= bar.least() ? "reached" : "MISSED"))
        .orElse("");
  }
}
