package org.nightjar.sim.channel;

import java.util.Optional;
import org.nightjar.OnionPacket;
import org.nightjar.PublicKey;
import org.nightjar.async.AttemptId;
import org.nightjar.async.OutgoingHtlc;
import org.nightjar.async.OutgoingPtlc;

/** An HTLC or a PTLC to add. */
public record Addition(
    AttemptId attempt,
    long amountMsat,
    Lock lock,
    long cltvExpiry,
    OnionPacket onion,
    Optional<PublicKey> pathKey,
    boolean hold) {
  /** Of an HTLC. */
  public static Addition of(OutgoingHtlc htlc) {
    return new Addition(
        htlc.attempt(),
        htlc.amountMsat(),
        new Lock.Hash(htlc.paymentHash()),
        htlc.cltvExpiry(),
        htlc.onion(),
        htlc.pathKey(),
        htlc.hold());
  }

  /** Of a PTLC. */
  public static Addition of(OutgoingPtlc ptlc) {
    return new Addition(
        ptlc.attempt(),
        ptlc.amountMsat(),
        new Lock.Point(ptlc.point()),
        ptlc.cltvExpiry(),
        ptlc.onion(),
        ptlc.pathKey(),
        ptlc.hold());
  }

  /** The same, as another attempt. */
  public Addition as(AttemptId other) {
    return new Addition(other, amountMsat, lock, cltvExpiry, onion, pathKey, hold);
  }
}
