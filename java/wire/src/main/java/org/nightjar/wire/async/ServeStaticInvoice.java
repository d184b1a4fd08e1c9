package org.nightjar.wire.async;

import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.TlvStream;
import org.nightjar.wire.TlvStreamBuilder;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;

/**
 * {@code serve_static_invoice}, recipient to server: hand this invoice to whoever asks over the
 * paths of {@link OfferPaths}, and forward the requests to me.
 */
public final class ServeStaticInvoice extends AsyncMessage {
  private static final long INVOICE = 0;
  private static final long FORWARD_INVOICE_REQUEST_PATH = 2;

  private final byte[] invoice;
  private final BlindedPath forwardPath;

  ServeStaticInvoice(TlvStream stream) throws WireException {
    super(
        AsyncKind.SERVE_STATIC_INVOICE,
        stream,
        type -> type == INVOICE || type == FORWARD_INVOICE_REQUEST_PATH);
    invoice = need(stream, INVOICE, "invoice", WireReader::rest);
    forwardPath =
        need(
            stream,
            FORWARD_INVOICE_REQUEST_PATH,
            "forward_invoice_request_path",
            BlindedPath::read);
  }

  /**
   * The message.
   *
   * @param invoice the whole TLV stream of a static invoice
   * @param forwardPath to the recipient
   */
  public static ServeStaticInvoice create(byte[] invoice, BlindedPath forwardPath) {
    WireWriter path = new WireWriter();
    forwardPath.write(path);
    TlvStream stream =
        new TlvStreamBuilder()
            .put(INVOICE, invoice)
            .put(FORWARD_INVOICE_REQUEST_PATH, path)
            .build();
    return valid(() -> new ServeStaticInvoice(stream));
  }

  /** The whole TLV stream of the static invoice, not decoded and of any length; a copy. */
  public byte[] invoice() {
    return invoice.clone();
  }

  /** Where to forward invoice requests. */
  public BlindedPath forwardPath() {
    return forwardPath;
  }
}
