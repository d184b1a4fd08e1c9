package org.nightjar.wire.bolt12;

import java.nio.charset.StandardCharsets;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;

/**
 * The two parts of a human-readable name {@code ₿name@domain} (BIP 353, BOLT 12 {@code
 * invreq_bip_353_name}). Immutable.
 *
 * @param name at most 255 of {@code 0-9 a-z A-Z - _ .}
 * @param domain the same
 */
public record Bip353Name(String name, String domain) {
  private static final int MAX_LENGTH = 255;

  /**
   * Checks length and characters.
   *
   * @throws IllegalArgumentException if a part is too long or has another character
   */
  public Bip353Name {
    for (String part : new String[] {name, domain}) {
      if (part.length() > MAX_LENGTH || !isAllowed(part)) {
        throw new IllegalArgumentException(
            "a part of a BIP 353 name has at most 255 of 0-9 a-z A-Z - _ . and this has not: "
                + part);
      }
    }
  }

  static Bip353Name read(WireReader reader) throws WireException {
    return new Bip353Name(readPart(reader), readPart(reader));
  }

  private static String readPart(WireReader reader) throws WireException {
    String part = new String(reader.bytes(reader.u8()), StandardCharsets.ISO_8859_1);
    if (!isAllowed(part)) {
      throw reader.fail(
          WireException.Reason.VALUE,
          "a BIP 353 name has a character other than 0-9 a-z A-Z - _ .");
    }
    return part;
  }

  private static boolean isAllowed(String part) {
    return part.chars()
        .allMatch(
            c ->
                c >= '0' && c <= '9'
                    || c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || c == '-'
                    || c == '_'
                    || c == '.');
  }

  void write(WireWriter writer) {
    writer.u8(name.length()).bytes(name.getBytes(StandardCharsets.US_ASCII));
    writer.u8(domain.length()).bytes(domain.getBytes(StandardCharsets.US_ASCII));
  }

  /** {@code ₿name@domain}. */
  @Override
  public String toString() {
    return "₿" + name + "@" + domain;
  }
}
