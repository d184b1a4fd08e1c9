package org.nightjar.async.recipient;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;

/**
 * What the recipient tells itself in payment paths.
 *
 * @param expiry seconds since 1970, unsigned, until which the path is good
 * @param slot of the offer, 16 bits
 * @param offer its nonce
 * @param invoice for an ordinary invoice; null for a static one
 */
record PaymentContext(long expiry, int slot, Nonce offer, @Nullable OrdinaryInvoice invoice) {
  /**
   * The invoice that an answer to a forwarded request was.
   *
   * @param nonce that its preimage comes from
   * @param amountMsat that it asks for
   */
  record OrdinaryInvoice(Nonce nonce, long amountMsat) {}

  byte[] encode() {
    WireWriter writer = new WireWriter().u64(expiry).u16(slot).bytes(offer.toBytes());
    if (invoice != null) {
      writer.bytes(invoice.nonce.toBytes()).u64(invoice.amountMsat);
    }
    return writer.toBytes();
  }

  /** Empty if it has expired, or a program with other contexts made it. */
  static Optional<PaymentContext> decode(byte[] bytes, Instant now) {
    WireReader reader = new WireReader(bytes);
    try {
      long expiry = reader.u64();
      int slot = reader.u16();
      Nonce offer = Nonce.read(reader);
      OrdinaryInvoice invoice = null;
      if (reader.remaining() > 0) {
        invoice = new OrdinaryInvoice(Nonce.read(reader), reader.u64());
      }
      reader.expectEnd();
      return Times.isOver(expiry, now)
          ? Optional.empty()
          : Optional.of(new PaymentContext(expiry, slot, offer, invoice));
    } catch (WireException e) {
      return Optional.empty();
    }
  }

  /** Whether a part that came over a path with another context can be of the same payment. */
  boolean isSamePayment(PaymentContext other) {
    return slot == other.slot
        && offer.equals(other.offer)
        && Objects.equals(invoice, other.invoice);
  }
}
