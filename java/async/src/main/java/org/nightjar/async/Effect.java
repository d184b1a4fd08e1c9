package org.nightjar.async;

import java.util.Optional;
import org.nightjar.AttributionData;
import org.nightjar.PublicKey;
import org.nightjar.wire.ShortChannelId;
import org.nightjar.wire.message.OnionMessage;

/** What a role wants done. Every effect may be asked for twice; doing it twice must be as once. */
public sealed interface Effect {
  /**
   * Send an onion message, or drop it if the peer is not there. To the node itself means: peel it
   * as if a peer had sent it.
   */
  record SendMessage(PublicKey to, OnionMessage message) implements Effect {}

  /**
   * Send a message of Nightjar's own over the encrypted link, or drop it if the peer is not there.
   */
  record SendPeerMessage(PublicKey to, int type, byte[] payload) implements Effect {}

  /**
   * Add an HTLC. A channel that knows the attempt adds nothing: it tells the outcome again if there
   * is one, and the release path again if there is one. If it cannot be added, that is an {@link
   * Event.HtlcFailed} with {@link HtlcFailure.Local}; the channel then refuses the same attempt
   * again, even if it could be added now, until {@link ForgetOutcome} or the end of the process:
   * the role goes on with another attempt as soon as it learns of the failure, and two would be
   * live.
   */
  record OfferHtlc(OutgoingHtlc htlc) implements Effect {}

  /**
   * Give up an HTLC that was to be offered, and would arrive too late now. A channel that does not
   * know the attempt never adds it, and says {@link Event.HtlcFailed} with {@link
   * HtlcFailure.Cause#TOO_LATE}; one that knows it does as for {@link OfferHtlc}.
   *
   * @param channel that it was to be offered on
   */
  record WithdrawHtlc(AttemptId attempt, ShortChannelId channel) implements Effect {}

  /** Fulfil an incoming HTLC. */
  record FulfilHtlc(HtlcId htlc, Preimage preimage, Optional<AttributionData> attribution)
      implements Effect {}

  /** EXPERIMENTAL. As {@link OfferHtlc}, for a PTLC. */
  record OfferPtlc(OutgoingPtlc ptlc) implements Effect {}

  /** EXPERIMENTAL. Fulfil an incoming PTLC. */
  record FulfilPtlc(HtlcId ptlc, Scalar scalar) implements Effect {}

  /** Fail an incoming HTLC or PTLC. */
  record FailHtlc(HtlcId htlc, HtlcFailure failure) implements Effect {}

  /** The outcome of an attempt is durable here: the channel need not tell it again. */
  record ForgetOutcome(AttemptId attempt) implements Effect {}

  /** Wake a sleeping client by push: something waits for it. Pushes may be lost. */
  record WakeClient(PublicKey client) implements Effect {}

  /** Tell the application. */
  record Notify(Notice notice) implements Effect {}
}
