package org.nightjar.async.recipient;

import java.time.Instant;
import org.nightjar.SharedSecret;
import org.nightjar.async.HtlcFailure;
import org.nightjar.async.IncomingHtlc;

/**
 * An HTLC of a payment.
 *
 * @param secret of the last layer, for the attribution of the claim
 * @param refusal how to fail it, if it comes to that
 * @param since when it is here
 */
record Part(IncomingHtlc htlc, SharedSecret secret, HtlcFailure refusal, Instant since) {}
