package org.nightjar.async.server;

import java.time.Instant;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.bolt12.Field;
import org.nightjar.wire.bolt12.InvoiceRequest;
import org.nightjar.wire.bolt12.StaticInvoice;

/**
 * An invoice is served. It stays when it has expired, so that no older one can take its place.
 *
 * @param invoice checked when it came
 * @param forwardPath where invoice requests go
 */
record ServingSlot(StaticInvoice invoice, BlindedPath forwardPath) implements Slot {
  /** Seconds since 1970, unsigned. */
  long createdAt() {
    return invoice.get(Field.INVOICE_CREATED_AT).orElseThrow();
  }

  boolean isForSameOffer(InvoiceRequest request) {
    return invoice.offerRecords().equals(request.offerRecords());
  }

  boolean isOfferExpired(Instant now) {
    return invoice
        .get(Field.OFFER_ABSOLUTE_EXPIRY)
        .map(expiry -> ServerContext.isOver(expiry, now))
        .orElse(false);
  }
}
