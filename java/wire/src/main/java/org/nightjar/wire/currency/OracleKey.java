package org.nightjar.wire.currency;

import java.util.Arrays;
import org.nightjar.internal.ByteArrays;

/** The key that an oracle signs with: 32 bytes, x-only (BIP340). Immutable. */
public final class OracleKey {
  /** Length of a key. */
  public static final int LENGTH = 32;

  private final byte[] bytes;

  private OracleKey(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Copies a key.
   *
   * @throws IllegalArgumentException if the length is not 32
   */
  public static OracleKey of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException(
          "an oracle's key has " + bytes.length + " bytes, needs " + LENGTH);
    }
    return new OracleKey(bytes.clone());
  }

  /** A copy of the key. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OracleKey key && Arrays.equals(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** 64 hexadecimal digits. */
  @Override
  public String toString() {
    return ByteArrays.hex(bytes);
  }
}
