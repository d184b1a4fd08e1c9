package org.nightjar.wire;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.Set;
import org.nightjar.internal.ByteArrays;

/**
 * Feature bits (BOLT 9): an even bit is required, the odd bit after it offers the same. The bytes
 * are kept as they were read, leading zeros too. Immutable.
 */
public final class Features {
  /** None. */
  public static final Features NONE = new Features(new byte[0]);

  private final byte[] bytes;

  private Features(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Copies a bitmap: the last bit of the last byte is bit 0. */
  public static Features of(byte[] bytes) {
    return bytes.length == 0 ? NONE : new Features(bytes.clone());
  }

  /**
   * The shortest bitmap of these bits.
   *
   * @throws IllegalArgumentException if a bit is negative
   */
  public static Features ofBits(int... bits) {
    int max = Arrays.stream(bits).max().orElse(-1);
    byte[] bytes = new byte[max / 8 + (max < 0 ? 0 : 1)];
    for (int bit : bits) {
      if (bit < 0) {
        throw new IllegalArgumentException("there is no feature bit " + bit);
      }
      bytes[bytes.length - 1 - bit / 8] |= (byte) (1 << bit % 8);
    }
    return new Features(bytes);
  }

  /** Whether this very bit is set. */
  public boolean hasBit(int bit) {
    int index = bytes.length - 1 - bit / 8;
    return index >= 0 && (bytes[index] >> bit % 8 & 1) != 0;
  }

  /** The lowest even bit that is set and not known: a reader must refuse what needs it. */
  public OptionalInt unknownEven(Set<Integer> known) {
    for (int i = bytes.length - 1, base = 0; i >= 0; i--, base += 8) {
      for (int bit = 0; bytes[i] != 0 && bit < 8; bit += 2) {
        if ((bytes[i] >> bit & 1) != 0 && !known.contains(base + bit)) {
          return OptionalInt.of(base + bit);
        }
      }
    }
    return OptionalInt.empty();
  }

  /** Bytes of the bitmap. */
  public int length() {
    return bytes.length;
  }

  /** A copy of the bitmap. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Features features && Arrays.equals(bytes, features.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** The bitmap in hexadecimal digits. */
  @Override
  public String toString() {
    return ByteArrays.hex(bytes);
  }
}
