package org.nightjar.ptlc;

/**
 * The payer's part of a receipt's message.
 *
 * @param payerKey fresh for each payment: who has it proves that the receipt is its own
 * @param payerNonce random
 * @param amountMsat unsigned
 * @param timestamp seconds since 1970, unsigned
 * @param expiry until when the recipient may claim, in seconds since 1970, unsigned
 * @param noteHash SHA256 of a note, a root of an invoice request, or zeros
 */
public record PaymentTerms(
    XOnlyKey payerKey,
    Hash32 payerNonce,
    long amountMsat,
    long timestamp,
    long expiry,
    Hash32 noteHash) {}
