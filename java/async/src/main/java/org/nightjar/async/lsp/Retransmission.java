package org.nightjar.async.lsp;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.nightjar.PublicKey;
import org.nightjar.async.PaymentHash;

/**
 * An onion that a peer may send again although it was acted on: an exemption of Nightjar's own from
 * the rule against replay (BOLT 4 "Onion Decryption"), only between peers that both want it. All of
 * this must hold: the same peer, the same payment hash, amount and expiry not larger than before,
 * the last time failed and its removal is irrevocable, at least {@link #PAUSE} ago, and the onion
 * came no more than {@value #MAX_TIMES} times.
 *
 * @param replayKey of the onion, 20 bytes as hexadecimal digits
 * @param amountMsat of the incoming HTLC the last time
 * @param cltvExpiry of the incoming HTLC the last time
 * @param times that it came
 * @param failedAt when the last failure was irrevocable; empty while it is not
 */
record Retransmission(
    String replayKey,
    PublicKey peer,
    PaymentHash paymentHash,
    long amountMsat,
    long cltvExpiry,
    int times,
    Optional<Instant> failedAt) {
  static final Duration PAUSE = Duration.ofHours(1);
  static final int MAX_TIMES = 24;

  static Retransmission first(String replayKey, Incoming incoming) {
    return of(replayKey, incoming, 1);
  }

  private static Retransmission of(String replayKey, Incoming incoming, int times) {
    return new Retransmission(
        replayKey,
        incoming.peer(),
        incoming.paymentHash(),
        incoming.amountMsat(),
        incoming.cltvExpiry(),
        times,
        Optional.empty());
  }

  boolean allows(Incoming incoming, Instant now) {
    return peer.equals(incoming.peer())
        && paymentHash.equals(incoming.paymentHash())
        && incoming.amountMsat() <= amountMsat
        && incoming.cltvExpiry() <= cltvExpiry
        && failedAt.isPresent()
        && !now.isBefore(failedAt.get().plus(PAUSE))
        && times < MAX_TIMES;
  }

  /** After it came again; until that fails, it may not come once more. */
  Retransmission again(Incoming incoming) {
    return of(replayKey, incoming, times + 1);
  }

  Retransmission failed(Instant now) {
    return new Retransmission(
        replayKey, peer, paymentHash, amountMsat, cltvExpiry, times, Optional.of(now));
  }
}
