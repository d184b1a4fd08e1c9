package org.nightjar.async.recipient;

import java.time.Instant;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.bolt12.Field;
import org.nightjar.wire.bolt12.Offer;

/**
 * An offer that a server answers for.
 *
 * @param nonce that its issuer key comes from
 * @param createdAt of the offer, seconds since 1970
 * @param updatePath to the server, for new invoices
 * @param upload the newest invoice
 */
record Served(Offer offer, Nonce nonce, long createdAt, BlindedPath updatePath, Upload upload) {
  Served with(Upload newest) {
    return new Served(offer, nonce, createdAt, updatePath, newest);
  }

  boolean isOfferExpired(Instant now) {
    return offer
        .get(Field.OFFER_ABSOLUTE_EXPIRY)
        .map(expiry -> Times.isOver(expiry, now))
        .orElse(false);
  }
}
