package org.nightjar.cli.ptlc;

import java.util.Locale;
import org.nightjar.AdaptorSignatures;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;

/** The kinds of adaptor signatures. */
enum Kind {
  /** 65 bytes, a BIP340 signature to be. */
  SCHNORR,
  /** 162 bytes of dlcspecs, an ECDSA signature to be. */
  ECDSA;

  AdaptorSignatures of(Nightjar nightjar) {
    return this == SCHNORR
        ? nightjar.experimental().schnorrAdaptors()
        : nightjar.experimental().ecdsaAdaptors();
  }

  /** How a pre-signature of this kind is checked, step by step. */
  AdaptorTrace trace(Nightjar nightjar) {
    return this == SCHNORR ? new SchnorrTrace(nightjar) : new EcdsaTrace(nightjar);
  }

  /** A signer's key in this kind's form. */
  byte[] signer(PublicKey key) {
    return this == SCHNORR ? key.toXOnly() : key.toBytes();
  }

  /** As on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
