package org.nightjar.async.recipient;

import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.bolt12.Field;
import org.nightjar.wire.bolt12.StaticInvoice;

/**
 * A static invoice on its way to the server, or there.
 *
 * @param forwardPath where the server sends invoice requests
 * @param channels that the invoice leads over
 * @param acknowledged whether the server said that it has it
 */
record Upload(
    StaticInvoice invoice, BlindedPath forwardPath, ChannelSet channels, boolean acknowledged) {
  /** Seconds since 1970, unsigned. */
  long createdAt() {
    return invoice.get(Field.INVOICE_CREATED_AT).orElseThrow();
  }

  Upload asAcknowledged() {
    return new Upload(invoice, forwardPath, channels, true);
  }
}
