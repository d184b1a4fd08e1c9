package org.nightjar.wire.async;

import org.nightjar.wire.TlvStream;
import org.nightjar.wire.TlvStreamBuilder;
import org.nightjar.wire.WireException;

/**
 * {@code static_invoice_persisted}, server to recipient: the static invoice is stored, so the offer
 * can be given out.
 */
public final class StaticInvoicePersisted extends AsyncMessage {
  StaticInvoicePersisted(TlvStream stream) throws WireException {
    super(AsyncKind.STATIC_INVOICE_PERSISTED, stream, type -> false);
  }

  /** The message. */
  public static StaticInvoicePersisted create() {
    return valid(() -> new StaticInvoicePersisted(new TlvStreamBuilder().build()));
  }
}
