package org.nightjar.provider.bc;

/**
 * The parts of a packet (BOLT 4 "Packet Structure"): version | ephemeral key | hop payloads | HMAC.
 */
final class Onion {
  static final int HMAC_LENGTH = Hash.LENGTH;
  static final int KEY_OFFSET = 1;
  static final int PAYLOADS_OFFSET = KEY_OFFSET + Curve.POINT_LENGTH;
  static final int OVERHEAD = PAYLOADS_OFFSET + HMAC_LENGTH;
  static final int PAYLOAD_MIN_LENGTH = 2;
  private static final int HOP_MIN_LENGTH = 1 + PAYLOAD_MIN_LENGTH + HMAC_LENGTH;
  private static final int MIN_LENGTH = OVERHEAD + HOP_MIN_LENGTH;
  private static final int MAX_LENGTH = 65535;
  static final int HOPS_MAX_COUNT = (MAX_LENGTH - OVERHEAD) / HOP_MIN_LENGTH;
  static final int ASSOC_MAX_LENGTH = 65535;

  private Onion() {}

  static boolean isLength(int length) {
    return length >= MIN_LENGTH && length <= MAX_LENGTH;
  }

  /** Puts a packet together; its version, 0, is there already. */
  static void write(byte[] to, int offset, byte[] ephemeralKey, byte[] payloads, byte[] hmac) {
    System.arraycopy(ephemeralKey, 0, to, offset + KEY_OFFSET, ephemeralKey.length);
    System.arraycopy(payloads, 0, to, offset + PAYLOADS_OFFSET, payloads.length);
    System.arraycopy(hmac, 0, to, offset + PAYLOADS_OFFSET + payloads.length, hmac.length);
  }
}
