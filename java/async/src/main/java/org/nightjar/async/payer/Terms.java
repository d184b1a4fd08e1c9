package org.nightjar.async.payer;

import org.nightjar.async.PaymentHash;
import org.nightjar.async.Preimage;
import org.nightjar.wire.bolt12.Field;
import org.nightjar.wire.bolt12.Invoice;
import org.nightjar.wire.bolt12.PayableInvoice;
import org.nightjar.wire.bolt12.PayableStaticInvoice;

/** What is paid, and for which hash. A payment has one of these at most, and never changes it. */
public sealed interface Terms {
  /** The invoice that is paid. */
  Taken<? extends PayableInvoice<?>> taken();

  /** What all HTLCs of the payment are locked to. */
  PaymentHash paymentHash();

  /**
   * A static invoice, and the preimage that this payer chose for it.
   *
   * @param preimage random; its hash is the payment hash
   */
  record Static(Taken<PayableStaticInvoice> taken, Preimage preimage, PaymentHash paymentHash)
      implements Terms {}

  /** An ordinary invoice with the recipient's payment hash. */
  record Ordinary(Taken<PayableInvoice<Invoice>> taken) implements Terms {
    @Override
    public PaymentHash paymentHash() {
      return PaymentHash.of(
          taken.invoice().invoice().get(Field.INVOICE_PAYMENT_HASH).orElseThrow());
    }
  }
}
