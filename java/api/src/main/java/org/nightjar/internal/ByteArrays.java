package org.nightjar.internal;

import java.nio.Buffer;
import java.nio.ByteBuffer;

/** Views and comparisons of bytes, none of them constant time. */
public final class ByteArrays {
  private static final char[] DIGITS = "0123456789abcdef".toCharArray();

  private ByteArrays() {}

  /** In lower-case hexadecimal. */
  public static String hex(byte[] bytes) {
    char[] hex = new char[2 * bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      hex[2 * i] = DIGITS[bytes[i] >> 4 & 0xf];
      hex[2 * i + 1] = DIGITS[bytes[i] & 0xf];
    }
    return new String(hex);
  }

  /**
   * The bytes of hexadecimal digits of either case.
   *
   * @throws IllegalArgumentException for another character, or half a byte
   */
  public static byte[] fromHex(String hex) {
    if (hex.length() % 2 != 0) {
      throw new IllegalArgumentException("an odd number of hexadecimal digits: " + hex.length());
    }
    byte[] bytes = new byte[hex.length() / 2];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (digit(hex, 2 * i) << 4 | digit(hex, 2 * i + 1));
    }
    return bytes;
  }

  private static int digit(String hex, int index) {
    char c = hex.charAt(index);
    int digit = c < 0x80 ? Character.digit(c, 16) : -1; // not the digits of other scripts
    if (digit < 0) {
      throw new IllegalArgumentException("no hexadecimal digit at index " + index);
    }
    return digit;
  }

  /** Compares byte by byte, each 0 to 255; a prefix comes first. */
  public static int compareUnsigned(byte[] one, byte[] other) {
    for (int i = 0; i < Math.min(one.length, other.length); i++) {
      if (one[i] != other[i]) {
        return (one[i] & 0xff) - (other[i] & 0xff);
      }
    }
    return one.length - other.length;
  }

  /**
   * The whole of a buffer, from 0 to its capacity, in a view of its own; its order is big-endian.
   */
  public static ByteBuffer whole(ByteBuffer buffer) {
    return at(buffer.duplicate(), 0);
  }

  /** The buffer itself, from a position to its capacity. */
  public static ByteBuffer at(ByteBuffer buffer, int position) {
    Buffer view = buffer; // ByteBuffer has these methods itself from API level 28 on
    view.clear();
    view.position(position);
    return buffer;
  }
}
