package org.nightjar;

import java.security.MessageDigest;

/**
 * The 32-byte secret that sender and hop share (BOLT 4 "Shared Secret"). It decrypts everything
 * addressed to that hop, so treat it as a key. Immutable.
 */
public final class SharedSecret {
  public static final int LENGTH = 32;

  private final byte[] bytes;

  private SharedSecret(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Copies a shared secret.
   *
   * @throws IllegalArgumentException if the length is not 32
   */
  public static SharedSecret of(byte[] bytes) {
    return new SharedSecret(Bytes.copyOf(bytes, LENGTH, "shared secret"));
  }

  /**
   * A copy of the secret bytes. Named to be found: every use of it is a place where a secret
   * leaves.
   */
  public byte[] exposeSecretBytes() {
    return bytes.clone();
  }

  /** The bytes themselves; never handed out, never changed. */
  byte[] raw() {
    return bytes;
  }

  /** Constant time in the bytes. */
  @Override
  public boolean equals(Object other) {
    return other instanceof SharedSecret secret && MessageDigest.isEqual(bytes, secret.bytes);
  }

  /** The same for every secret: a hash code would tell about it. */
  @Override
  public int hashCode() {
    return SharedSecret.class.hashCode();
  }

  @Override
  public String toString() {
    return "SharedSecret[redacted]";
  }
}
