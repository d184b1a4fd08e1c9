package org.nightjar.async.payer;

import java.time.Instant;

/**
 * WAIT_RELEASE of mode A: the recipient was told that the payment waits; nothing is locked.
 *
 * @param tries how often it was told, 1 or more
 * @param lastTry when last, with milliseconds
 */
public record WaitRelease(Order order, Terms.Static terms, int tries, Instant lastTry)
    implements PaymentState {}
