package org.nightjar.cli.onion;

import com.google.gson.JsonObject;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import org.nightjar.KeyType;
import org.nightjar.Nightjar;
import org.nightjar.SecretKey;

/**
 * Steps that both traces take. All of it is secret, and none of it in constant time: a trace is for
 * learning and debugging.
 */
final class Trace {
  static final int HMAC_LENGTH = 32;

  private static final HexFormat HEX = HexFormat.of();
  private static final BigInteger GROUP_ORDER =
      new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);

  private Trace() {}

  static String hex(byte[] bytes) {
    return HEX.formatHex(bytes);
  }

  /** Adds the keys that a hop's shared secret gives. */
  static void addKeys(JsonObject to, Nightjar nightjar, byte[] sharedSecret) {
    to.addProperty("rho", hex(nightjar.primitives().deriveKey(KeyType.RHO, sharedSecret)));
    to.addProperty("mu", hex(nightjar.primitives().deriveKey(KeyType.MU, sharedSecret)));
    to.addProperty("um", hex(nightjar.primitives().deriveKey(KeyType.UM, sharedSecret)));
    to.addProperty("ammag", hex(nightjar.primitives().deriveKey(KeyType.AMMAG, sharedSecret)));
    to.addProperty(
        "ammagext", hex(nightjar.primitives().deriveKey(KeyType.AMMAGEXT, sharedSecret)));
  }

  /** The first bytes of the ChaCha20 stream of a key. */
  static byte[] stream(Nightjar nightjar, byte[] key, int length) {
    return nightjar.primitives().chacha20(key, new byte[12], 0, new byte[length]);
  }

  /** {@code into ^= stream}. */
  static void xor(byte[] into, byte[] stream) {
    for (int i = 0; i < into.length; i++) {
      into[i] ^= stream[i];
    }
  }

  /** The product of two scalars. */
  static SecretKey multiply(SecretKey a, byte[] b) {
    byte[] product =
        new BigInteger(1, a.exposeSecretBytes())
            .multiply(new BigInteger(1, b))
            .mod(GROUP_ORDER)
            .toByteArray();
    byte[] scalar = new byte[SecretKey.LENGTH];
    int length = Math.min(product.length, scalar.length);
    System.arraycopy(product, product.length - length, scalar, scalar.length - length, length);
    return SecretKey.of(scalar);
  }

  /** HMAC of hop payloads and associated data. */
  static byte[] hmac(Nightjar nightjar, byte[] mu, byte[] hopPayloads, byte[] assoc) {
    return nightjar.primitives().hmacSha256(mu, concat(hopPayloads, assoc));
  }

  static byte[] concat(byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    byte[] all = new byte[length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }
}
