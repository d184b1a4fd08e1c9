package org.nightjar.sim.channel;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nightjar.OnionPacket;
import org.nightjar.PublicKey;
import org.nightjar.async.AttemptId;
import org.nightjar.async.PaymentHash;
import org.nightjar.wire.BlindedPath;

/**
 * An HTLC or a PTLC as one end of its channel knows it. Immutable.
 *
 * @param id counted by the adder
 * @param presignature the adder's, of a PTLC
 * @param attempt what the adder calls it; only at the adder's end
 * @param removal from {@link Stage#REMOVED} on
 * @param releasePath from the remover's revoke_and_ack; only at the adder's end
 */
public record Htlc(
    long id,
    long amountMsat,
    Lock lock,
    long cltvExpiry,
    OnionPacket onion,
    Optional<PublicKey> pathKey,
    boolean hold,
    Optional<Presignature> presignature,
    Stage stage,
    @Nullable AttemptId attempt,
    @Nullable Removal removal,
    @Nullable BlindedPath releasePath) {
  /** What this end adds, not yet pre-signed. */
  static Htlc added(long id, Addition addition) {
    return new Htlc(
        id,
        addition.amountMsat(),
        addition.lock(),
        addition.cltvExpiry(),
        addition.onion(),
        addition.pathKey(),
        addition.hold(),
        Optional.empty(),
        Stage.ADDED,
        addition.attempt(),
        null,
        null);
  }

  /** What the peer adds. */
  static Htlc received(ChannelMessage.UpdateAddHtlc add) {
    return new Htlc(
        add.id(),
        add.amountMsat(),
        add.lock(),
        add.cltvExpiry(),
        add.onion(),
        add.pathKey(),
        add.hold(),
        add.presignature(),
        Stage.ADDED,
        null,
        null,
        null);
  }

  /** Whether it is an HTLC with a payment hash. */
  public boolean isLockedTo(PaymentHash hash) {
    return lock instanceof Lock.Hash locked && locked.hash().equals(hash);
  }

  Htlc presignedBy(Optional<Presignature> adder) {
    return new Htlc(
        id,
        amountMsat,
        lock,
        cltvExpiry,
        onion,
        pathKey,
        hold,
        adder,
        stage,
        attempt,
        removal,
        releasePath);
  }

  Htlc at(Stage next) {
    return with(next, removal, releasePath);
  }

  Htlc removedBy(Removal how) {
    return with(Stage.REMOVED, how, releasePath);
  }

  Htlc restored() {
    return with(Stage.LIVE, null, releasePath);
  }

  Htlc releasedOver(BlindedPath path) {
    return with(stage, removal, path);
  }

  private Htlc with(Stage next, @Nullable Removal how, @Nullable BlindedPath path) {
    return new Htlc(
        id,
        amountMsat,
        lock,
        cltvExpiry,
        onion,
        pathKey,
        hold,
        presignature,
        next,
        attempt,
        how,
        path);
  }
}
