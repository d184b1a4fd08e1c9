package org.nightjar;

import java.util.Arrays;
import org.nightjar.internal.ByteArrays;

/**
 * A 33-byte compressed public key. Its prefix and length are checked here; whether it is a point of
 * secp256k1 is checked where it is used, and by {@link Nightjar#isValid}. Immutable.
 */
public final class PublicKey implements Comparable<PublicKey> {
  public static final int LENGTH = 33;

  /** Length of the form of BIP340, without the prefix. */
  static final int X_ONLY_LENGTH = 32;

  private final byte[] bytes;

  private PublicKey(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Copies a key.
   *
   * @throws IllegalArgumentException if the length is not 33 or the prefix not 02 or 03
   */
  public static PublicKey of(byte[] bytes) {
    byte[] copy = Bytes.copyOf(bytes, LENGTH, "public key");
    if (copy[0] != 2 && copy[0] != 3) {
      throw new IllegalArgumentException(
          String.format("public key starts with %02x, a compressed key with 02 or 03", copy[0]));
    }
    return new PublicKey(copy);
  }

  /**
   * Reads a key from 66 hexadecimal digits.
   *
   * @throws IllegalArgumentException as {@link #of}
   */
  public static PublicKey fromHex(String hex) {
    return of(Bytes.fromHex(hex, "public key"));
  }

  public byte[] toBytes() {
    return bytes.clone();
  }

  /** The 32-byte form of BIP340: x without the prefix. */
  public byte[] toXOnly() {
    return Arrays.copyOfRange(bytes, 1, LENGTH);
  }

  /** The bytes themselves; never handed out, never changed. */
  byte[] raw() {
    return bytes;
  }

  /** By bytes, unsigned: the order of BOLT 7. */
  @Override
  public int compareTo(PublicKey other) {
    return ByteArrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PublicKey key && Arrays.equals(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** 66 hexadecimal digits. */
  @Override
  public String toString() {
    return Bytes.hex(bytes);
  }
}
