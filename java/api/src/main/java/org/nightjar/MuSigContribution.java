package org.nightjar;

/**
 * EXPERIMENTAL. What a signer of MuSig2 that signs deterministically sends to the others. Get it
 * from {@link MuSig2#deterministicSign}. Immutable, and of no secret.
 */
public final class MuSigContribution {
  private final byte[] publicNonce;
  private final byte[] partial;

  /** Takes both arrays over. */
  MuSigContribution(byte[] publicNonce, byte[] partial) {
    this.publicNonce = publicNonce;
    this.partial = partial;
  }

  /** The signer's nonce, 66 bytes, which is added to the others'. */
  public byte[] publicNonce() {
    return publicNonce.clone();
  }

  /** The partial signature, 32 bytes, for the session with that sum. */
  public byte[] partial() {
    return partial.clone();
  }
}
