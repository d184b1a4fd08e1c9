package org.nightjar.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.nightjar.Nightjar;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireProfile;
import org.nightjar.wire.bolt11.UnverifiedBolt11;
import org.nightjar.wire.bolt12.Document;

/** Readers of texts that people paste. A text has many spellings, so it comes back as it is. */
final class Texts {
  private static final String CHARACTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  private static final int[] GENERATOR = {
    0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3
  };
  private static final int CHECKSUM_LENGTH = 6;

  private Texts() {}

  static byte[] bolt12(Nightjar nightjar, byte[] in) throws WireException {
    String text = new String(in, StandardCharsets.ISO_8859_1);
    Document document = Document.decode(nightjar, text, WireProfile.LDK);
    Document again = Document.decode(nightjar, document.toString(), WireProfile.LDK);
    if (!Arrays.equals(again.encode(), document.encode())) {
      throw new AssertionError("a text that means another document");
    }
    return in;
  }

  /** The checksum is put in its place: no fuzzer finds it. */
  static byte[] bolt11(byte[] in) throws WireException {
    UnverifiedBolt11.decode(withChecksum(new String(in, StandardCharsets.ISO_8859_1)));
    return in;
  }

  /** BIP 173, of a text in lower case. */
  private static String withChecksum(String text) {
    int separator = text.lastIndexOf('1');
    int check = 1;
    for (int i = 0; i < separator; i++) {
      check = step(check) ^ text.charAt(i) >> 5;
    }
    check = step(check);
    for (int i = 0; i < separator; i++) {
      check = step(check) ^ text.charAt(i) & 31;
    }
    for (int i = separator + 1; i < text.length(); i++) {
      check = step(check) ^ CHARACTERS.indexOf(text.charAt(i)) & 31;
    }
    for (int i = 0; i < CHECKSUM_LENGTH; i++) {
      check = step(check);
    }
    check ^= 1;
    StringBuilder out = new StringBuilder(text);
    for (int i = CHECKSUM_LENGTH - 1; i >= 0; i--) {
      out.append(CHARACTERS.charAt(check >> 5 * i & 31));
    }
    return out.toString();
  }

  private static int step(int check) {
    int next = (check & 0x1ff_ffff) << 5;
    for (int i = 0; i < GENERATOR.length; i++) {
      next ^= (check >> 25 + i & 1) * GENERATOR[i];
    }
    return next;
  }
}
