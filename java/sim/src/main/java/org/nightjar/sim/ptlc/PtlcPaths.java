package org.nightjar.sim.ptlc;

import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.PaymentInfo;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;

/**
 * The ways to a recipient that sleeps.
 *
 * @param payment for PTLCs
 * @param info what it takes to pay over that
 * @param held where to say that a PTLC is held
 */
public record PtlcPaths(BlindedPath payment, PaymentInfo info, BlindedPath held) {
  void write(WireWriter writer) {
    payment.write(writer);
    info.write(writer);
    held.write(writer);
  }

  static PtlcPaths read(WireReader reader) throws WireException {
    return new PtlcPaths(
        BlindedPath.read(reader), PaymentInfo.read(reader), BlindedPath.read(reader));
  }
}
