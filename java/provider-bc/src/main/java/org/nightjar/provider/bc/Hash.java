package org.nightjar.provider.bc;

import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.Mac;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.util.Arrays;

/** SHA-256 (FIPS 180-4), HMAC (RFC 2104), HKDF (RFC 5869) and the keys of BOLT 4. */
final class Hash {
  static final int LENGTH = 32;
  static final int HKDF_MAX_LENGTH = 255 * LENGTH;

  /**
   * BOLT 4 "Key Generation", "Route Blinding" and attribution data, in the order of {@code
   * nj_kdf_label}.
   */
  private static final String[] LABELS = {
    "rho", "mu", "um", "ammag", "ammagext", "pad", "blinded_node_id"
  };

  static final int RHO = 0;
  static final int MU = 1;
  static final int UM = 2;
  static final int AMMAG = 3;
  static final int AMMAGEXT = 4;
  static final int PAD = 5;
  static final int BLINDED_NODE_ID = 6;

  private Hash() {}

  /** Hash of the parts, one after the other. */
  static byte[] sha256(byte[]... parts) {
    SHA256Digest digest = new SHA256Digest();
    for (byte[] part : parts) {
      digest.update(part, 0, part.length);
    }
    byte[] out = new byte[LENGTH];
    digest.doFinal(out, 0);
    return out;
  }

  /** What {@link #tagged} takes for a tag (BIP340 "Design"). */
  static byte[] tag(String name) {
    byte[] hash = sha256(name.getBytes(StandardCharsets.US_ASCII));
    return Arrays.concatenate(hash, hash);
  }

  /** Tagged hash of the parts, one after the other; {@code tag} as {@link #tag} gives it. */
  static byte[] tagged(byte[] tag, byte[]... parts) {
    return sha256(tag, Arrays.concatenate(parts));
  }

  /** MAC of the parts, one after the other. */
  static byte[] hmac(byte[] key, byte[]... parts) {
    Mac mac = new HMac(new SHA256Digest());
    mac.init(new KeyParameter(key));
    for (byte[] part : parts) {
      mac.update(part, 0, part.length);
    }
    byte[] out = new byte[LENGTH];
    mac.doFinal(out, 0);
    return out;
  }

  /** Fills {@code okm}, at most {@link #HKDF_MAX_LENGTH}. */
  static void hkdf(byte[] okm, byte[] salt, byte[] ikm, byte[] info) {
    HKDFBytesGenerator generator = new HKDFBytesGenerator(new SHA256Digest());
    generator.init(new HKDFParameters(ikm, salt, info));
    generator.generateBytes(okm, 0, okm.length);
  }

  static boolean isLabel(int label) {
    return label >= 0 && label < LABELS.length;
  }

  /** Key of this type from a shared secret, or for {@link #PAD} from a session key. */
  static byte[] kdf(int label, byte[] secret) {
    return hmac(LABELS[label].getBytes(StandardCharsets.US_ASCII), secret);
  }
}
