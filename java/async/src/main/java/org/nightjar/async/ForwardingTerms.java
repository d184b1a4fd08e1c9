package org.nightjar.async;

import org.nightjar.wire.blinded.PaymentRelay;

/**
 * Under which terms a node forwards over a channel (BOLT 7 {@code channel_update}).
 *
 * @param htlcMinimumMsat inclusive
 * @param htlcMaximumMsat inclusive
 */
public record ForwardingTerms(PaymentRelay relay, long htlcMinimumMsat, long htlcMaximumMsat) {}
