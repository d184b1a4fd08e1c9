package org.nightjar.sim.ptlc;

import org.nightjar.ptlc.IssuedTuple;
import org.nightjar.ptlc.RefusalException;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;

/**
 * What an LSP answers for its sleeping client: an index for one payer, and how to get there. Wrong
 * paths only delay: nobody but the recipient can claim.
 */
public record PtlcInvoice(PtlcPaths paths, IssuedTuple issued) {
  /** The encoding. */
  public byte[] encode() {
    WireWriter writer = new WireWriter();
    paths.write(writer);
    return writer.bytes(issued.encode()).toBytes();
  }

  /**
   * Reads what an LSP sent.
   *
   * @throws WireException if it is malformed
   */
  public static PtlcInvoice decode(byte[] bytes) throws WireException {
    WireReader reader = new WireReader(bytes);
    PtlcPaths paths = PtlcPaths.read(reader);
    try {
      return new PtlcInvoice(paths, IssuedTuple.decode(reader.rest()));
    } catch (RefusalException e) {
      throw reader.fail(WireException.Reason.VALUE, "no issued tuple: " + e.refusal());
    }
  }
}
