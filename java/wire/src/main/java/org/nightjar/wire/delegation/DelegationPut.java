package org.nightjar.wire.delegation;

import org.nightjar.wire.TlvStream;
import org.nightjar.wire.TlvStreamBuilder;
import org.nightjar.wire.WireException;

/** Payer to its LSP: keep this for my HTLC. A later one of its kind replaces an earlier one. */
public abstract sealed class DelegationPut extends DelegationMessage
    permits OutboxPut, OnionBookPut {
  /** Length of a payment hash. */
  public static final int PAYMENT_HASH_LENGTH = 32;

  /** Of the entries, in both kinds. */
  static final long ENTRIES = 4;

  private static final long PAYMENT_HASH = 2;

  private final byte[] paymentHash;

  DelegationPut(TlvStream stream) throws WireException {
    super(stream, type -> type == PAYMENT_HASH || type == ENTRIES);
    paymentHash =
        need(stream, PAYMENT_HASH, "payment_hash", reader -> reader.bytes(PAYMENT_HASH_LENGTH));
  }

  static TlvStreamBuilder records(byte[] htlc, byte[] paymentHash) {
    return records(htlc).put(PAYMENT_HASH, paymentHash);
  }

  /** A copy of the HTLC's payment hash, 32 bytes: it must be that of the HTLC. */
  public final byte[] paymentHash() {
    return paymentHash.clone();
  }
}
