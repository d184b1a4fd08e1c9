package org.nightjar;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * A 32-byte secret: a node key, a session key. Close it when done: that wipes this copy (a JVM may
 * have made others while moving objects; keep long-lived keys in a {@link NodeKey}). Whether it
 * lies in 1 .. group order - 1 is checked where it is used. Safe for many threads, but close it
 * only when no call uses it: a call under way would work on wiped bytes.
 */
public final class SecretKey implements AutoCloseable {
  public static final int LENGTH = 32;

  private final byte[] bytes;
  private volatile boolean closed;

  private SecretKey(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Copies a key; the caller may wipe its array.
   *
   * @throws IllegalArgumentException if the length is not 32
   */
  public static SecretKey of(byte[] bytes) {
    return new SecretKey(Bytes.copyOf(bytes, LENGTH, "secret key"));
  }

  /** A new key from the given source. It is valid but for a chance of 2^-128. */
  public static SecretKey random(SecureRandom random) {
    byte[] bytes = new byte[LENGTH];
    random.nextBytes(bytes);
    return new SecretKey(bytes);
  }

  /**
   * A copy of the secret bytes, for storage. Named to be found: every use of it is a place where a
   * secret leaves.
   *
   * @throws IllegalStateException if the key is closed
   */
  public byte[] exposeSecretBytes() {
    return raw().clone();
  }

  /** The bytes themselves; never handed out, never changed. */
  byte[] raw() {
    if (closed) {
      throw new IllegalStateException("the secret key is closed");
    }
    return bytes;
  }

  @Override
  public void close() {
    closed = true;
    Arrays.fill(bytes, (byte) 0);
  }

  /** Constant time in the bytes. Closed keys equal nothing but themselves. */
  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof SecretKey key
            && !closed
            && !key.closed
            && MessageDigest.isEqual(bytes, key.bytes);
  }

  /** The same for every key: a hash code would tell about the secret. */
  @Override
  public int hashCode() {
    return SecretKey.class.hashCode();
  }

  @Override
  public String toString() {
    return "SecretKey[redacted]";
  }
}
