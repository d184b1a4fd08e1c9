package org.nightjar.async.lsp;

import java.util.Optional;
import org.nightjar.async.AttemptId;
import org.nightjar.async.Environment;
import org.nightjar.async.OutgoingHtlc;

/**
 * An HTLC that is not resolved yet.
 *
 * @param attempts outgoing HTLCs so far, whose removal is irrevocable
 * @param entry of the onion book that {@code onward} is of; 0 is the HTLC's own onion
 * @param holdUntil height at which the hold window ends; 0 if it is not to be held
 * @param again of the HTLC's own onion, if the peer may send it again
 */
record Transit(
    Incoming incoming,
    Onward onward,
    int attempts,
    int entry,
    long holdUntil,
    Delegated delegated,
    Optional<Retransmission> again) {
  static Transit first(
      Incoming incoming, Onward onward, long holdUntil, Optional<Retransmission> again) {
    return new Transit(incoming, onward, 0, 0, holdUntil, Delegated.NOTHING, again);
  }

  /** The attempt that is alive, or the next one. */
  AttemptId attempt(Environment environment) {
    return Attempts.id(environment.nightjar().primitives(), incoming.id(), attempts);
  }

  /** The HTLC that goes out. It is known wherever an attempt is alive, or is about to be. */
  NextHtlc next() {
    return onward.next().orElseThrow();
  }

  OutgoingHtlc outgoing(Environment environment) {
    NextHtlc next = next();
    return new OutgoingHtlc(
        attempt(environment),
        next.channel(),
        next.amountMsat(),
        incoming.paymentHash(),
        next.cltvExpiry(),
        next.onion(),
        next.pathKey(),
        false);
  }

  /** The same after an attempt that failed. */
  Transit afterAttempt() {
    return new Transit(incoming, onward, attempts + 1, entry, holdUntil, delegated, again);
  }

  /** The same with another onion of the book. */
  Transit with(Onward next, int nextEntry) {
    return new Transit(incoming, next, attempts, nextEntry, holdUntil, delegated, again);
  }

  Transit with(Delegated changed) {
    return new Transit(incoming, onward, attempts, entry, holdUntil, changed, again);
  }

  /** Height at which it must not be held any more. */
  long giveUpAt(CltvLimits limits) {
    return Math.min(holdUntil, expiryMargin(limits));
  }

  /** Height from which on it would expire too soon. */
  long expiryMargin(CltvLimits limits) {
    return Math.min(
        onward.cltvExpiry() - limits.outgoingMargin(),
        incoming.cltvExpiry() - limits.incomingMargin());
  }
}
