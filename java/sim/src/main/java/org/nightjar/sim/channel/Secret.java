package org.nightjar.sim.channel;

import org.nightjar.async.Preimage;
import org.nightjar.async.Scalar;

/** What opens a {@link Lock}, as one end of a channel tells it to the other. */
public sealed interface Secret {
  /** Of an HTLC. */
  record OfHash(Preimage preimage) implements Secret {}

  /** Of a PTLC. */
  record OfPoint(Scalar scalar) implements Secret {}
}
