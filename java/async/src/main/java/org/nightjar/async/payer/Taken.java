package org.nightjar.async.payer;

import java.time.Instant;
import java.util.Optional;
import org.nightjar.PublicKey;
import org.nightjar.wire.bolt12.PayableInvoice;

/**
 * An invoice, and what is needed to check it again after a restart.
 *
 * @param sentTo the last blinded node id of the offer's path that was used, if there was one
 * @param at when it came, with milliseconds
 * @param <I> static or ordinary
 */
public record Taken<I extends PayableInvoice<?>>(
    I invoice, Optional<PublicKey> sentTo, Instant at) {}
