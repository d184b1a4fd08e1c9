package org.nightjar.sim.channel;

import org.nightjar.PublicKey;
import org.nightjar.async.PaymentHash;

/** What an HTLC or a PTLC is locked to. */
public sealed interface Lock {
  /** An HTLC's: opened by its preimage. */
  record Hash(PaymentHash hash) implements Lock {}

  /** A PTLC's: opened by its discrete logarithm. */
  record Point(PublicKey point) implements Lock {}

  /** What its onion is bound to: a PTLC's to nothing, for each hop has another point. */
  default byte[] associatedData() {
    return this instanceof Hash locked ? locked.hash().toBytes() : new byte[0];
  }
}
