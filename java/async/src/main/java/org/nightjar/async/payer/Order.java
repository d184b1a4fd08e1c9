package org.nightjar.async.payer;

import java.time.Instant;
import org.nightjar.async.PaymentId;
import org.nightjar.wire.bolt12.InvoiceRequest;

/**
 * What the application ordered; the same in all states of a payment.
 *
 * @param request that was sent; it repeats the offer, and names the amount
 * @param createdAt with milliseconds
 */
public record Order(PaymentId id, InvoiceRequest request, PayerMode mode, Instant createdAt) {
  /** What the recipient shall get, 1 msat to 21 million bitcoin. */
  public long amountMsat() {
    return request.amountMsat().orElseThrow();
  }
}
