package org.nightjar.testkit;

import java.util.Arrays;
import java.util.HexFormat;

/** Bytes as tests write them. */
public final class Hex {
  private static final HexFormat HEX = HexFormat.of();

  private Hex() {}

  /** Bytes of hexadecimal digits in any case; spaces are skipped. */
  public static byte[] bytes(String hex) {
    return HEX.parseHex(hex.replace(" ", ""));
  }

  /** Lower-case digits. */
  public static String text(byte[] bytes) {
    return HEX.formatHex(bytes);
  }

  /** One byte, {@code length} times. */
  public static byte[] repeat(int value, int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  /** The parts, one after the other. */
  public static byte[] concat(byte[]... parts) {
    byte[] all = new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }
}
