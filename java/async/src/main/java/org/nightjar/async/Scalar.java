package org.nightjar.async;

import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;

/**
 * EXPERIMENTAL. What claims a PTLC: the discrete logarithm of its point, 32 bytes, big-endian;
 * secret until it is used. Prints as redacted. Immutable.
 */
public final class Scalar extends Bytes32 {
  private Scalar(byte[] bytes) {
    super(bytes);
  }

  /**
   * From 32 bytes, copied.
   *
   * @throws IllegalArgumentException if the length is another
   */
  public static Scalar of(byte[] bytes) {
    return new Scalar(bytes);
  }

  /** From a secret, which stays the caller's to close. */
  public static Scalar of(SecretKey secret) {
    return new Scalar(secret.exposeSecretBytes());
  }

  /** For arithmetic: to be closed. */
  public SecretKey toSecretKey() {
    return SecretKey.of(toBytes());
  }

  /** Whether it is the discrete logarithm of a point. */
  public boolean opens(PublicKey point, Nightjar nightjar) {
    try (SecretKey secret = toSecretKey()) {
      return nightjar.isValid(secret) && nightjar.publicKey(secret).equals(point);
    }
  }

  @Override
  public String toString() {
    return "Scalar[redacted]";
  }
}
