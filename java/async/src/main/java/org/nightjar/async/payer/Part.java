package org.nightjar.async.payer;

import java.util.Optional;

/**
 * One of the HTLCs that a payment is split into, or the only one. At most one attempt at it is
 * live.
 *
 * @param number 0 for the first
 * @param amountMsat that the recipient gets by it
 * @param attempts how many HTLCs were offered for it, the live one included
 * @param failures how many of them failed on their way
 * @param lastReport what was learnt from the last outcome
 */
public record Part(
    int number,
    long amountMsat,
    int attempts,
    int failures,
    PartStatus status,
    Optional<AttemptReport> lastReport) {
  /** The whole amount, not tried yet. */
  static Part first(int number, long amountMsat, PartStatus.Waiting waiting) {
    return new Part(number, amountMsat, 0, 0, waiting, Optional.empty());
  }

  Part with(PartStatus changed) {
    return new Part(number, amountMsat, attempts, failures, changed, lastReport);
  }

  Part offered(PartStatus.Live live) {
    return new Part(number, amountMsat, attempts + 1, failures, live, lastReport);
  }

  Part reported(PartStatus changed, AttemptReport report, boolean failed) {
    return new Part(
        number, amountMsat, attempts, failures + (failed ? 1 : 0), changed, Optional.of(report));
  }

  Part ofAmount(long changedMsat) {
    return new Part(number, changedMsat, attempts, failures, status, lastReport);
  }

  /** Whether an outcome of an attempt is news. */
  boolean isLive(int attempt) {
    return attempt == attempts - 1 && status instanceof PartStatus.Live;
  }
}
