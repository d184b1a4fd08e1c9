package org.nightjar.wire;

import java.util.Arrays;

/**
 * The characters of bech32 (BIP 173), five bits each, and its checksum. Only for the texts of BOLT
 * 11 and BOLT 12.
 */
public final class Bech32 {
  private static final String CHARACTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  private static final byte[] VALUES = new byte[128];
  private static final int[] GENERATOR = {
    0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3
  };

  static {
    Arrays.fill(VALUES, (byte) -1);
    for (int i = 0; i < CHARACTERS.length(); i++) {
      VALUES[CHARACTERS.charAt(i)] = (byte) i;
      VALUES[Character.toUpperCase(CHARACTERS.charAt(i))] = (byte) i;
    }
  }

  private Bech32() {}

  /** Whether a character stands for five bits, in either case. */
  public static boolean isCharacter(char c) {
    return c < VALUES.length && VALUES[c] >= 0;
  }

  /**
   * The text in lower case.
   *
   * @throws WireException of reason TEXT, if there are letters of both cases
   */
  public static String lowerCase(String text) throws WireException {
    boolean upper = false;
    boolean lower = false;
    char[] out = text.toCharArray();
    for (int i = 0; i < out.length; i++) {
      lower |= out[i] >= 'a' && out[i] <= 'z';
      if (out[i] >= 'A' && out[i] <= 'Z') {
        upper = true;
        out[i] += 'a' - 'A';
      }
    }
    if (upper && lower) {
      throw WireException.of(WireException.Reason.TEXT, "upper and lower case are mixed");
    }
    return new String(out);
  }

  /**
   * The five bits of each character from one index up to another.
   *
   * @throws WireException of reason TEXT, for any other character
   */
  public static byte[] values(String text, int from, int to) throws WireException {
    byte[] values = new byte[to - from];
    for (int i = from; i < to; i++) {
      if (!isCharacter(text.charAt(i))) {
        throw WireException.at(WireException.Reason.TEXT, i, "this is no bech32 character");
      }
      values[i - from] = VALUES[text.charAt(i)];
    }
    return values;
  }

  /**
   * Regroups five bits to bytes.
   *
   * @throws WireException of reason TEXT, if more than four bits are left over, or one of them is
   *     set
   */
  public static byte[] toBytes(byte[] values) throws WireException {
    byte[] bytes = new byte[(int) (values.length * 5L / 8)];
    int buffer = 0;
    int bits = 0;
    int at = 0;
    for (byte value : values) {
      buffer = buffer << 5 | value;
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        bytes[at++] = (byte) (buffer >> bits);
      }
    }
    if (bits > 4) {
      throw WireException.of(WireException.Reason.TEXT, "there are " + bits + " bits of padding");
    }
    if ((buffer & (1 << bits) - 1) != 0) {
      throw WireException.of(WireException.Reason.TEXT, "the padding is not zero");
    }
    return bytes;
  }

  /** Appends bytes as characters, with zero bits at the end as needed. */
  public static StringBuilder append(StringBuilder out, byte[] bytes) {
    int buffer = 0;
    int bits = 0;
    for (byte value : bytes) {
      buffer = buffer << 8 | value & 0xff;
      for (bits += 8; bits >= 5; bits -= 5) {
        out.append(CHARACTERS.charAt(buffer >> bits - 5 & 31));
      }
    }
    if (bits > 0) {
      out.append(CHARACTERS.charAt(buffer << 5 - bits & 31));
    }
    return out;
  }

  /** Whether the last six of the values are the checksum of prefix and values (BIP 173). */
  public static boolean hasChecksum(String prefix, byte[] values) {
    int check = 1;
    for (int i = 0; i < prefix.length(); i++) {
      check = step(check) ^ prefix.charAt(i) >> 5;
    }
    check = step(check);
    for (int i = 0; i < prefix.length(); i++) {
      check = step(check) ^ prefix.charAt(i) & 31;
    }
    for (byte value : values) {
      check = step(check) ^ value;
    }
    return check == 1;
  }

  private static int step(int check) {
    int next = (check & 0x1ff_ffff) << 5;
    for (int i = 0; i < GENERATOR.length; i++) {
      next ^= (check >> 25 + i & 1) * GENERATOR[i];
    }
    return next;
  }
}
