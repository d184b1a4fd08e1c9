package org.nightjar.wire.async;

import org.nightjar.wire.TlvStream;
import org.nightjar.wire.TlvStreamBuilder;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;

/**
 * {@code offer_paths_request}, recipient to server: give me paths to you, for an offer that you
 * will answer for me. The answer, {@link OfferPaths}, comes over the reply path.
 */
public final class OfferPathsRequest extends AsyncMessage {
  private static final long INVOICE_SLOT = 0;

  private final int invoiceSlot;

  OfferPathsRequest(TlvStream stream) throws WireException {
    super(AsyncKind.OFFER_PATHS_REQUEST, stream, type -> type == INVOICE_SLOT);
    invoiceSlot = need(stream, INVOICE_SLOT, "invoice_slot", WireReader::u16);
  }

  /**
   * The message.
   *
   * @param invoiceSlot 16 bits: which of the recipient's offers this is
   * @throws IllegalArgumentException if it does not fit
   */
  public static OfferPathsRequest create(int invoiceSlot) {
    TlvStream stream =
        new TlvStreamBuilder().put(INVOICE_SLOT, new WireWriter().u16(invoiceSlot)).build();
    return valid(() -> new OfferPathsRequest(stream));
  }

  /** Which of the recipient's offers this is; a new invoice replaces the one in its slot. */
  public int invoiceSlot() {
    return invoiceSlot;
  }
}
