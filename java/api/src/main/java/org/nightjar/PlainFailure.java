package org.nightjar;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/** What the holders of an {@link ErrorCapability} do with a packet (BOLT 4 "Returning Errors"). */
final class PlainFailure {
  private static final int HMAC_LENGTH = 32;
  private static final byte[] NONCE = new byte[12];

  private PlainFailure() {}

  /** XORs a key's stream into data. */
  static byte[] cipher(Primitives primitives, byte[] key, byte[] data) {
    return primitives.chacha20(key, NONCE, 0, data);
  }

  /**
   * The message of a packet without layers, if the holder of this key made it. The HMAC is compared
   * in constant time.
   */
  static Optional<byte[]> message(Primitives primitives, byte[] um, byte[] plain) {
    if (plain.length < HMAC_LENGTH) {
      return Optional.empty();
    }
    byte[] body = Arrays.copyOfRange(plain, HMAC_LENGTH, plain.length);
    byte[] hmac = Arrays.copyOf(plain, HMAC_LENGTH);
    return MessageDigest.isEqual(hmac, primitives.hmacSha256(um, body))
        ? Optional.of(message(body))
        : Optional.empty();
  }

  private static byte[] message(byte[] body) {
    int room = body.length - Short.BYTES;
    int length = room < 0 ? 0 : (body[0] & 0xff) << 8 | body[1] & 0xff;
    return length > room
        ? new byte[0]
        : Arrays.copyOfRange(body, Short.BYTES, Short.BYTES + length);
  }
}
