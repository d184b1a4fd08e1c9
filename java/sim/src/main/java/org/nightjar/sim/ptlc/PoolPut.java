package org.nightjar.sim.ptlc;

import org.nightjar.ptlc.NoncePool;
import org.nightjar.ptlc.OfferTerms;
import org.nightjar.ptlc.RefusalException;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;

/**
 * What a recipient gives its LSP before it sleeps: nonces to hand out for an offer, and the ways to
 * it. Whatever the LSP had for the offer before is dead.
 */
public record PoolPut(OfferTerms terms, PtlcPaths paths, NoncePool pool) {
  /** The encoding. */
  public byte[] encode() {
    WireWriter writer = new WireWriter();
    PtlcOffer.write(terms, writer);
    paths.write(writer);
    return writer.bytes(pool.encode()).toBytes();
  }

  /**
   * Reads what a client sent; the issuer judges the pool.
   *
   * @throws WireException if it is malformed
   */
  public static PoolPut decode(byte[] bytes) throws WireException {
    WireReader reader = new WireReader(bytes);
    try {
      OfferTerms terms = PtlcOffer.readTerms(reader);
      PtlcPaths paths = PtlcPaths.read(reader);
      return new PoolPut(terms, paths, NoncePool.decode(reader.rest()));
    } catch (RefusalException e) {
      throw reader.fail(WireException.Reason.VALUE, String.valueOf(e.getMessage()));
    }
  }
}
