package org.nightjar.async.payer;

import java.time.Instant;

/**
 * AWAIT_INVOICE: the invoice request was sent.
 *
 * @param tries how often, 1 or more
 * @param lastTry when last, with milliseconds
 */
public record AwaitInvoice(Order order, int tries, Instant lastTry) implements PaymentState {}
