package org.nightjar.sim.channel;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nightjar.OnionPacket;
import org.nightjar.PublicKey;
import org.nightjar.async.AttemptId;
import org.nightjar.async.PaymentHash;
import org.nightjar.wire.BlindedPath;

/**
 * An HTLC as one end of its channel knows it. Immutable.
 *
 * @param id counted by the adder
 * @param attempt what the adder calls it; only at the adder's end
 * @param removal from {@link Stage#REMOVED} on
 * @param releasePath from the remover's revoke_and_ack; only at the adder's end
 */
public record Htlc(
    long id,
    long amountMsat,
    PaymentHash paymentHash,
    long cltvExpiry,
    OnionPacket onion,
    Optional<PublicKey> pathKey,
    boolean hold,
    Stage stage,
    @Nullable AttemptId attempt,
    @Nullable Removal removal,
    @Nullable BlindedPath releasePath) {
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
        id, amountMsat, paymentHash, cltvExpiry, onion, pathKey, hold, next, attempt, how, path);
  }
}
