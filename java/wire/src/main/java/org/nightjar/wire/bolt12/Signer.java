package org.nightjar.wire.bolt12;

import org.nightjar.Nightjar;
import org.nightjar.SchnorrSignature;
import org.nightjar.SecretKey;

/** Signs a document, here or where the key is kept. */
@FunctionalInterface
public interface Signer {
  /**
   * Signs with BIP340.
   *
   * @param hash 32 bytes
   */
  SchnorrSignature sign(byte[] hash);

  /**
   * Signs with a key at hand, without auxiliary randomness: the same document, the same signature.
   */
  static Signer of(Nightjar nightjar, SecretKey key) {
    return hash -> nightjar.sign(key, hash, null);
  }
}
