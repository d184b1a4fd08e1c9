package org.nightjar;

import org.jspecify.annotations.Nullable;
import org.nightjar.spi.PeeledLayout;
import org.nightjar.spi.Status;

/** Turns a backend's answer to a peel into a {@link Peeled}. */
final class PeelAnswer {
  private PeelAnswer() {}

  /** Reads an answer, whose array nobody changes any more. */
  static Peeled read(Primitives primitives, byte[] layout, int onionLength, boolean withPathKey) {
    int status = Bytes.readInt(layout, PeeledLayout.STATUS);
    if (status == Status.OK) {
      int nextHmac = PeeledLayout.payload(onionLength) - 32;
      return Bytes.isZero(layout, nextHmac, nextHmac + 32)
          ? new Peeled.Final(primitives, layout, onionLength)
          : new Peeled.Forward(primitives, layout, onionLength);
    }
    RejectReason reason = RejectReason.ofStatus(status);
    return rejected(
        reason,
        withPathKey,
        reason == RejectReason.ONION_PAYLOAD ? Peeled.Layer.sharedSecret(layout) : null);
  }

  /** The answer to a packet that no provider needs to see. */
  static Peeled wrongLength(boolean withPathKey) {
    return rejected(RejectReason.ONION_LENGTH, withPathKey, null);
  }

  private static Peeled rejected(
      RejectReason reason, boolean withPathKey, @Nullable SharedSecret sharedSecret) {
    return new Peeled.Rejected(
        reason,
        withPathKey ? RejectReason.INVALID_ONION_BLINDING : reason.failureCode(),
        sharedSecret);
  }
}
