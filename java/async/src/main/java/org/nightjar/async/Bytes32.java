package org.nightjar.async;

import java.security.MessageDigest;
import java.util.Arrays;
import org.nightjar.internal.ByteArrays;

/** 32 bytes with a meaning. Immutable. */
public abstract sealed class Bytes32
    permits PaymentHash, ChannelId, PaymentId, AttemptId, Preimage, Scalar {
  /** Length in bytes. */
  public static final int LENGTH = 32;

  private final byte[] bytes;

  Bytes32(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException(
          getClass().getSimpleName() + " of " + bytes.length + " bytes, needs " + LENGTH);
    }
    this.bytes = bytes.clone();
  }

  /** A copy. */
  public final byte[] toBytes() {
    return bytes.clone();
  }

  /** By kind and bytes; constant time in the bytes. */
  @Override
  public final boolean equals(Object other) {
    return other instanceof Bytes32 value
        && getClass() == value.getClass()
        && MessageDigest.isEqual(bytes, value.bytes);
  }

  @Override
  public final int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return ByteArrays.hex(bytes);
  }
}
