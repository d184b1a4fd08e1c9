package org.nightjar.async.lsp;

import org.nightjar.async.HtlcFailure;
import org.nightjar.wire.failure.FailureMessage;

/** What an onion turned out to be. */
sealed interface Reading {
  /** For this node as recipient: another role's business. */
  record NotForward() implements Reading {}

  /**
   * It has no secret to answer with.
   *
   * @param answer for the peer
   */
  record Unreadable(HtlcFailure answer) implements Reading {}

  /** It is read, and its HMAC is right: it must not be acted on twice. */
  sealed interface Readable extends Reading {
    /** How the payer is answered. */
    Upstream upstream();

    /** Height until which it could be sent again, so that it must be known again. */
    long replayableUntil();
  }

  /**
   * It is not to be forwarded.
   *
   * @param why for the payer; on a blinded path nobody learns it
   */
  record Refused(Upstream upstream, long replayableUntil, FailureMessage why) implements Readable {}

  /** It may be forwarded. */
  record Accepted(Onward onward, long replayableUntil) implements Readable {
    @Override
    public Upstream upstream() {
      return onward.upstream();
    }
  }
}
