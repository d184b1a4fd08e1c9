package org.nightjar.sim.channel;

import org.nightjar.SchnorrSignature;
import org.nightjar.async.Preimage;

/** What a claim on chain shows to everyone. */
public sealed interface Witness {
  /** Of an HTLC. */
  record Revealed(Preimage preimage) implements Witness {}

  /** Of a PTLC: a signature like any other; only who pre-signed learns something from it. */
  record Signed(SchnorrSignature signature) implements Witness {}
}
