package org.nightjar.async.recipient;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.nightjar.wire.bolt12.Field;

/** How a slot goes from state to state. Empty answers mean that the input is not for this state. */
final class OfferMachine {
  private OfferMachine() {}

  /**
   * Whether paths from the server make a new offer in the slot.
   *
   * @param replaceable whether a ready offer may give way
   */
  static boolean wantsPaths(OfferSlot slot, boolean replaceable) {
    return slot instanceof Vacant
        || slot instanceof PathsRequested
        || slot instanceof Ready && replaceable;
  }

  /** The server has the invoice that was created at a time. */
  static Optional<OfferSlot> acknowledged(OfferSlot slot, Nonce offer, long createdAt) {
    if (!(slot instanceof Uploaded uploaded)
        || !uploaded.served().nonce().equals(offer)
        || uploaded.served().upload().createdAt() != createdAt
        || uploaded.served().upload().acknowledged()) {
      return Optional.empty();
    }
    Uploaded acknowledged = uploaded.with(uploaded.served().upload().asAcknowledged());
    return Optional.of(slot instanceof Pending ? new Ready(acknowledged.served()) : acknowledged);
  }

  /** The offer is handed out. Again, if it was before. */
  static Optional<Used> handOut(OfferSlot slot, Instant now) {
    if (slot instanceof Used used && !used.served().isOfferExpired(now)) {
      return Optional.of(used);
    }
    boolean good =
        slot instanceof Ready ready
            && !ready.served().isOfferExpired(now)
            && !ready.served().upload().invoice().isExpired(now);
    return good ? Optional.of(new Used(((Ready) slot).served())) : Optional.empty();
  }

  /**
   * Time passed.
   *
   * @param holdWindow how long payments for an expired offer may still come
   */
  static OfferSlot at(OfferSlot slot, Instant now, Duration holdWindow) {
    if (slot instanceof Uploaded uploaded && uploaded.served().isOfferExpired(now)) {
      return slot instanceof Used
          ? new Expired(uploaded.served().offer(), uploaded.served().nonce())
          : new Vacant();
    }
    if (slot instanceof Expired expired) {
      long expiry = expired.offer().get(Field.OFFER_ABSOLUTE_EXPIRY).orElseThrow();
      return Times.isOver(expiry, now.minus(holdWindow)) ? new Vacant() : slot;
    }
    return slot;
  }
}
