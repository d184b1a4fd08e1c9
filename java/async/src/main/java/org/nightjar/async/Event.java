package org.nightjar.async;

import java.util.Optional;
import org.nightjar.AttributionData;
import org.nightjar.PublicKey;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.message.PeeledMessage;

/**
 * What happens to a node. Every event may come twice, late, or after a restart; the roles make of
 * it one effect at most.
 */
public sealed interface Event {
  /** The node started; what lies in the store is all it knows. */
  record Started(long height) implements Event {}

  /** Time passed: look for records that are due. */
  record Tick() implements Event {}

  /** The best chain has this height now; after a reorg it may be lower than before. */
  record BlockConnected(long height) implements Event {}

  /** A peer is connected, and all channels with it are re-established and usable. */
  record PeerUsable(PublicKey peer) implements Event {}

  /** A peer is gone. */
  record PeerGone(PublicKey peer) implements Event {}

  /** A peer sent an onion message, which was peeled for this node. */
  record MessageArrived(PublicKey from, PeeledMessage message) implements Event {}

  /**
   * A peer sent a message of Nightjar's own, over the encrypted link.
   *
   * @param type of the peer message
   * @param payload without the type; any bytes
   */
  record PeerMessageArrived(PublicKey from, int type, byte[] payload) implements Event {}

  /**
   * An incoming HTLC is irrevocably committed on both sides. Comes again after each start until the
   * HTLC is resolved.
   */
  record HtlcCommitted(IncomingHtlc htlc) implements Event {}

  /** An incoming HTLC's channel was closed: only the chain resolves it now. */
  record HtlcOnChain(HtlcId htlc) implements Event {}

  /**
   * An incoming HTLC was fulfilled or failed, and its removal is irrevocably committed on both
   * sides. The last event of this HTLC. May be lost at a crash: what a role keeps goes with the
   * HTLC's expiry then.
   */
  record HtlcRemoved(HtlcId htlc) implements Event {}

  /**
   * A peer acknowledged an HTLC of ours, and said how to have it released.
   *
   * @param htlc as both ends of the channel call it
   * @param path to the holding peer, from its revoke_and_ack
   */
  record ReleasePathReceived(AttemptId attempt, HtlcId htlc, BlindedPath path) implements Event {}

  /**
   * An HTLC of ours was fulfilled. Comes again after each start until {@link Effect.ForgetOutcome}.
   */
  record HtlcFulfilled(AttemptId attempt, Preimage preimage, Optional<AttributionData> attribution)
      implements Event {}

  /**
   * An HTLC of ours failed, and its removal is irrevocably committed on both sides. Comes again
   * after each start until {@link Effect.ForgetOutcome}.
   */
  record HtlcFailed(AttemptId attempt, HtlcFailure failure) implements Event {}

  /** EXPERIMENTAL. As {@link HtlcCommitted}, for a PTLC. Its other events are those of HTLCs. */
  record PtlcCommitted(IncomingPtlc ptlc) implements Event {}

  /** EXPERIMENTAL. As {@link HtlcFulfilled}, for a PTLC. */
  record PtlcFulfilled(AttemptId attempt, Scalar scalar) implements Event {}

  /** EXPERIMENTAL. As {@link HtlcFailed}, for a PTLC. */
  record PtlcFailed(AttemptId attempt, HtlcFailure failure) implements Event {}
}
