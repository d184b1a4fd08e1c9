package org.nightjar.ptlc;

import java.util.Arrays;
import org.nightjar.internal.ByteArrays;

/** Public bytes of one length with a meaning. Immutable. */
public abstract sealed class FixedBytes permits EpochId, Hash32, OfferId, XOnlyKey {
  private final byte[] bytes;

  FixedBytes(byte[] bytes, int length) {
    if (bytes.length != length) {
      throw new IllegalArgumentException(
          getClass().getSimpleName() + " of " + bytes.length + " bytes, needs " + length);
    }
    this.bytes = bytes.clone();
  }

  /** A copy. */
  public final byte[] toBytes() {
    return bytes.clone();
  }

  /** The bytes themselves; never handed out, never changed. */
  final byte[] raw() {
    return bytes;
  }

  /** By kind and bytes. */
  @Override
  public final boolean equals(Object other) {
    return other instanceof FixedBytes value
        && getClass() == value.getClass()
        && Arrays.equals(bytes, value.bytes);
  }

  @Override
  public final int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Hexadecimal digits. */
  @Override
  public final String toString() {
    return ByteArrays.hex(bytes);
  }
}
