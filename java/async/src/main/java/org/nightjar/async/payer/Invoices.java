package org.nightjar.async.payer;

import java.time.Instant;
import java.util.Optional;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.wire.WireException;
import org.nightjar.wire.bolt12.Arrival;
import org.nightjar.wire.bolt12.Invoice;
import org.nightjar.wire.bolt12.PayableInvoice;
import org.nightjar.wire.bolt12.PayableStaticInvoice;
import org.nightjar.wire.bolt12.PayerRules;
import org.nightjar.wire.bolt12.StaticInvoice;

/** Checks invoices that came over a reply path of ours, at once and again later. */
final class Invoices {
  private final Nightjar nightjar;

  Invoices(Nightjar nightjar) {
    this.nightjar = nightjar;
  }

  /**
   * Checks a static invoice.
   *
   * @throws WireException for the first rule of BOLT 12 that it breaks
   */
  Taken<PayableStaticInvoice> take(
      Order order, StaticInvoice invoice, Optional<PublicKey> sentTo, Instant at)
      throws WireException {
    PayableStaticInvoice payable =
        PayerRules.checkStaticInvoice(
            nightjar, order.request(), invoice, sentTo.orElse(null), Arrival.REPLY_PATH, at);
    return new Taken<>(payable, sentTo, at);
  }

  /**
   * Checks an ordinary invoice.
   *
   * @throws WireException for the first rule of BOLT 12 that it breaks
   */
  Taken<PayableInvoice<Invoice>> take(
      Order order, Invoice invoice, Optional<PublicKey> sentTo, Instant at) throws WireException {
    PayableInvoice<Invoice> payable =
        PayerRules.checkInvoice(
            nightjar, order.request(), invoice, sentTo.orElse(null), Arrival.REPLY_PATH, at);
    return new Taken<>(payable, sentTo, at);
  }

  /** Whether an invoice that was taken may still be paid: neither it nor its offer expired. */
  boolean isPayable(Order order, Taken<?> taken, Instant now) {
    try {
      if (taken.invoice().invoice() instanceof StaticInvoice invoice) {
        take(order, invoice, taken.sentTo(), now);
      } else {
        take(order, (Invoice) taken.invoice().invoice(), taken.sentTo(), now);
      }
      return true;
    } catch (WireException e) {
      return false;
    }
  }
}
