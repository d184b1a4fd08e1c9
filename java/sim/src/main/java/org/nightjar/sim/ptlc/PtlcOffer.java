package org.nightjar.sim.ptlc;

import org.nightjar.ptlc.OfferId;
import org.nightjar.ptlc.OfferTerms;
import org.nightjar.ptlc.XOnlyKey;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.ChainHash;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;

/**
 * What a payer scans: it stays the same, whoever pays however often.
 *
 * @param terms of the recipient
 * @param lsp who issues indices for the recipient, and signs that it did
 * @param requestPath to the LSP
 */
public record PtlcOffer(OfferTerms terms, XOnlyKey lsp, BlindedPath requestPath) {
  void write(WireWriter writer) {
    write(terms, writer);
    writer.bytes(lsp.toBytes());
    requestPath.write(writer);
  }

  static PtlcOffer read(WireReader reader) throws WireException {
    return new PtlcOffer(
        readTerms(reader), XOnlyKey.of(reader.bytes(XOnlyKey.LENGTH)), BlindedPath.read(reader));
  }

  static void write(OfferTerms terms, WireWriter writer) {
    writer
        .bytes(terms.chain().toBytes())
        .bytes(terms.offer().toBytes())
        .bytes(terms.payee().toBytes())
        .bytes(terms.issuer().toBytes())
        .u64(terms.minimumMsat())
        .u64(terms.maxSkimMsat());
  }

  /** What a peer sent: an amount that is none is malformed. */
  static OfferTerms readTerms(WireReader reader) throws WireException {
    try {
      return new OfferTerms(
          ChainHash.read(reader),
          OfferId.of(reader.bytes(OfferId.LENGTH)),
          XOnlyKey.of(reader.bytes(XOnlyKey.LENGTH)),
          XOnlyKey.of(reader.bytes(XOnlyKey.LENGTH)),
          reader.u64(),
          reader.u64());
    } catch (IllegalArgumentException e) {
      throw reader.fail(WireException.Reason.VALUE, String.valueOf(e.getMessage()));
    }
  }
}
