package org.nightjar.async.payer;

import java.time.Instant;
import java.util.Optional;

/**
 * One of the HTLCs that a payment is split into, or the only one. At most one attempt at it is
 * live.
 *
 * @param number 0 for the first
 * @param amountMsat that the recipient gets by it
 * @param attempts how many HTLCs were offered for it, the live one included
 * @param failures how many of them failed on their way, since that last counted as a miss
 * @param misses how many of them got to where the recipient's blinded path begins, and failed there
 *     or behind; and how often its ways failed as often as they may
 * @param lastReport what was learnt from the last outcome
 */
public record Part(
    int number,
    long amountMsat,
    int attempts,
    int failures,
    int misses,
    PartStatus status,
    Optional<AttemptReport> lastReport) {
  /** The whole payment, not tried yet. */
  static Part whole(Order order, Instant now) {
    return first(0, order.amountMsat(), new PartStatus.Waiting(now, 0));
  }

  /** Not tried yet. */
  static Part first(int number, long amountMsat, PartStatus.Waiting waiting) {
    return new Part(number, amountMsat, 0, 0, 0, waiting, Optional.empty());
  }

  Part with(PartStatus changed) {
    return new Part(number, amountMsat, attempts, failures, misses, changed, lastReport);
  }

  Part offered(PartStatus.Live live) {
    return new Part(number, amountMsat, attempts + 1, failures, misses, live, lastReport);
  }

  Part reported(PartStatus changed, AttemptReport report) {
    return new Part(number, amountMsat, attempts, failures, misses, changed, Optional.of(report));
  }

  Part failed() {
    return new Part(number, amountMsat, attempts, failures + 1, misses, status, lastReport);
  }

  Part missed() {
    return new Part(number, amountMsat, attempts, failures, misses + 1, status, lastReport);
  }

  Part ofAmount(long changedMsat) {
    return new Part(number, changedMsat, attempts, failures, misses, status, lastReport);
  }

  /** Whether an outcome of an attempt is news. */
  boolean isLive(int attempt) {
    return attempt == attempts - 1 && status instanceof PartStatus.Live;
  }

  /** Its ways failed as often as they may: that counts as a miss, and they as none. */
  Part rested() {
    return new Part(number, amountMsat, attempts, 0, misses + 1, status, lastReport);
  }

  /**
   * Whether the recipient must say again that it is there before this is tried again: the last
   * attempt was a miss, or its ways failed as often as they may.
   */
  boolean awaitsRecipient() {
    return status instanceof PartStatus.Waiting
        && lastReport
            .filter(report -> report.isMiss() || report.isTemporary() && failures == 0)
            .isPresent();
  }

  /** The recipient is there. */
  Part released(Instant now) {
    PartStatus waiting = new PartStatus.Waiting(now, 0);
    return new Part(number, amountMsat, attempts, failures, misses, waiting, Optional.empty());
  }
}
