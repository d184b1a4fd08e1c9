package org.nightjar.async.payer;

import org.nightjar.wire.bolt12.PayableStaticInvoice;

/**
 * Still AWAIT_INVOICE, with a static invoice at hand: if the recipient is awake, an ordinary
 * invoice comes in a moment, which is better since it proves the payment.
 */
public record AwaitOrdinary(Order order, Taken<PayableStaticInvoice> taken)
    implements PaymentState {}
