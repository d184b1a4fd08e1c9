package org.nightjar.wire.bolt12;

import java.util.Arrays;
import org.nightjar.wire.Bech32;
import org.nightjar.wire.WireException;

/**
 * A TLV stream as text (BOLT 12 "Encoding"): a prefix, {@code 1}, and the bytes in the characters
 * of bech32 without a checksum. All in lower or all in upper case; a {@code +} and white space
 * after it may stand between any two bech32 characters. Immutable.
 */
public final class Bolt12Text {
  /** Prefix of an offer. */
  public static final String OFFER = "lno";

  /** Prefix of an invoice request. */
  public static final String INVOICE_REQUEST = "lnr";

  /** Prefix of an invoice or a static invoice. */
  public static final String INVOICE = "lni";

  private final String prefix;
  private final byte[] bytes;

  private Bolt12Text(String prefix, byte[] bytes) {
    this.prefix = prefix;
    this.bytes = bytes;
  }

  /** The text of a TLV stream, in lower case. */
  static String encode(String prefix, byte[] bytes) {
    return Bech32.append(new StringBuilder(prefix).append('1'), bytes).toString();
  }

  /**
   * Decodes a text; the bytes need not be a TLV stream.
   *
   * @throws WireException of reason TEXT, if the text is not in the form
   */
  public static Bolt12Text decode(String text) throws WireException {
    String joined = Bech32.lowerCase(join(text));
    int separator = joined.indexOf('1');
    if (separator < 1 || !joined.chars().limit(separator).allMatch(c -> c >= 'a' && c <= 'z')) {
      throw WireException.of(
          WireException.Reason.TEXT, "there is no prefix of letters and 1 in front");
    }
    return new Bolt12Text(
        joined.substring(0, separator),
        Bech32.toBytes(Bech32.values(joined, separator + 1, joined.length())));
  }

  /** The bytes of a text with this prefix. */
  static byte[] decode(String text, String prefix) throws WireException {
    Bolt12Text decoded = decode(text);
    if (!decoded.prefix.equals(prefix)) {
      throw WireException.of(WireException.Reason.TEXT, "the prefix is not " + prefix);
    }
    return decoded.bytes;
  }

  /** Without each {@code +} and the white space after it. */
  private static String join(String text) throws WireException {
    if (text.indexOf('+') < 0) {
      return text;
    }
    StringBuilder joined = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != '+') {
        joined.append(text.charAt(i));
        continue;
      }
      int plus = i;
      while (i + 1 < text.length() && isWhitespace(text.charAt(i + 1))) {
        i++;
      }
      if (plus == 0
          || i + 1 == text.length()
          || !Bech32.isCharacter(text.charAt(plus - 1))
          || !Bech32.isCharacter(text.charAt(i + 1))) {
        throw WireException.at(
            WireException.Reason.TEXT, plus, "a + does not stand between two bech32 characters");
      }
    }
    return joined.toString();
  }

  private static boolean isWhitespace(char c) {
    return c == ' ' || c >= '\t' && c <= '\r';
  }

  /** What stands before the {@code 1}, in lower case. */
  public String prefix() {
    return prefix;
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bolt12Text text
        && prefix.equals(text.prefix)
        && Arrays.equals(bytes, text.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * prefix.hashCode() + Arrays.hashCode(bytes);
  }

  /** The text in lower case, without {@code +}. */
  @Override
  public String toString() {
    return encode(prefix, bytes);
  }
}
