package org.nightjar;

import java.util.Objects;
import org.nightjar.internal.ByteArrays;

/** Checks and views of byte arrays that the value types share. */
final class Bytes {
  private Bytes() {}

  /** A copy of {@code bytes}, which must have this length. */
  static byte[] copyOf(byte[] bytes, int length, String what) {
    Objects.requireNonNull(bytes, what);
    if (bytes.length != length) {
      throw new IllegalArgumentException(what + " has " + bytes.length + " bytes, needs " + length);
    }
    return bytes.clone();
  }

  static String hex(byte[] bytes) {
    return ByteArrays.hex(bytes);
  }

  static byte[] fromHex(String hex, String what) {
    Objects.requireNonNull(hex, what);
    try {
      return ByteArrays.fromHex(hex);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(what + " is not hexadecimal", e);
    }
  }

  static int readInt(byte[] bytes, int offset) {
    return (bytes[offset] & 0xff) << 24
        | (bytes[offset + 1] & 0xff) << 16
        | (bytes[offset + 2] & 0xff) << 8
        | bytes[offset + 3] & 0xff;
  }

  static boolean isZero(byte[] bytes, int from, int to) {
    int any = 0;
    for (int i = from; i < to; i++) {
      any |= bytes[i];
    }
    return any == 0;
  }
}
