package org.nightjar.testkit;

import java.util.Arrays;
import org.nightjar.Nightjar;
import org.nightjar.OnionPacket;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;

/**
 * A packet with a valid HMAC around hop payloads that no honest sender makes. For one hop; keys
 * come from a provider, the rest from the JDK.
 */
public final class CraftedOnion {
  private static final byte[] ZERO_NONCE = new byte[12];

  private CraftedOnion() {}

  /**
   * @param hopPayloads what the hop finds when it decrypts: any bytes, whose number makes the
   *     packet's size
   */
  public static OnionPacket of(
      Nightjar nightjar, SecretKey sessionKey, PublicKey node, byte[] hopPayloads, byte[] assoc) {
    byte[] secret = nightjar.ecdh(sessionKey, node).exposeSecretBytes();
    byte[] encrypted = JdkCrypto.chacha20(JdkCrypto.kdf("rho", secret), ZERO_NONCE, 0, hopPayloads);
    byte[] hmac = JdkCrypto.hmacSha256(JdkCrypto.kdf("mu", secret), Hex.concat(encrypted, assoc));
    return OnionPacket.of(
        Hex.concat(new byte[] {0}, nightjar.publicKey(sessionKey).toBytes(), encrypted, hmac));
  }

  /** Hop payloads of this length that start with {@code front} and go on with 0x55. */
  public static byte[] hopPayloads(int length, byte[] front) {
    byte[] bytes = Hex.repeat(0x55, length);
    System.arraycopy(front, 0, bytes, 0, front.length);
    return bytes;
  }

  /**
   * A BigSize of any value in the form that {@code prefix} announces (fd, fe or ff), minimal or
   * not.
   */
  public static byte[] bigSize(int prefix, long value) {
    int width =
        switch (prefix) {
          case 0xfd -> 2;
          case 0xfe -> 4;
          case 0xff -> 8;
          default -> throw new IllegalArgumentException("no long BigSize starts with " + prefix);
        };
    byte[] bytes = new byte[1 + width];
    bytes[0] = (byte) prefix;
    for (int i = 0; i < width; i++) {
      bytes[width - i] = (byte) (value >>> 8 * i);
    }
    return bytes;
  }

  /** Flips one bit of a copy. */
  public static byte[] flip(byte[] bytes, int bit) {
    byte[] copy = Arrays.copyOf(bytes, bytes.length);
    copy[bit / 8] ^= (byte) (1 << bit % 8);
    return copy;
  }
}
