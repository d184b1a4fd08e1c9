package org.nightjar;

import java.util.Arrays;

/** A 64-byte BIP340 signature. Any 64 bytes are one; {@link Nightjar#verify} judges. Immutable. */
public final class SchnorrSignature {
  public static final int LENGTH = 64;

  private final byte[] bytes;

  private SchnorrSignature(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Copies a signature.
   *
   * @throws IllegalArgumentException if the length is not 64
   */
  public static SchnorrSignature of(byte[] bytes) {
    return new SchnorrSignature(Bytes.copyOf(bytes, LENGTH, "signature"));
  }

  public byte[] toBytes() {
    return bytes.clone();
  }

  /** The bytes themselves; never handed out, never changed. */
  byte[] raw() {
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SchnorrSignature signature && Arrays.equals(bytes, signature.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** 128 hexadecimal digits. */
  @Override
  public String toString() {
    return Bytes.hex(bytes);
  }
}
