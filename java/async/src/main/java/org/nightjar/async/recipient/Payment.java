package org.nightjar.async.recipient;

import java.util.Optional;
import org.nightjar.async.Preimage;
import org.nightjar.wire.bolt12.InvoiceRequest;

/**
 * A payment, as every part of it describes it.
 *
 * @param context of the path that a part came over
 * @param request of a static invoice's payment
 * @param totalMsat of all parts, at least what was asked for
 */
record Payment(
    PaymentContext context, Optional<InvoiceRequest> request, long totalMsat, Preimage preimage) {
  boolean isSame(Payment other) {
    return context.isSamePayment(other.context)
        && request.equals(other.request)
        && totalMsat == other.totalMsat;
  }
}
