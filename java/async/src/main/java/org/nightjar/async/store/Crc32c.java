package org.nightjar.async.store;

/** The checksum CRC-32C (RFC 3720, appendix B.4), which Android's runtime lacks. */
final class Crc32c {
  private static final int POLYNOMIAL = 0x82f63b78; // reflected
  private static final int[] TABLE = new int[256];

  static {
    for (int i = 0; i < TABLE.length; i++) {
      int remainder = i;
      for (int bit = 0; bit < 8; bit++) {
        remainder = remainder >>> 1 ^ (remainder & 1) * POLYNOMIAL;
      }
      TABLE[i] = remainder;
    }
  }

  private Crc32c() {}

  /** The checksum of the first bytes of an array, 0 to 2^32 - 1. */
  static long of(byte[] bytes, int length) {
    int crc = -1;
    for (int i = 0; i < length; i++) {
      crc = crc >>> 8 ^ TABLE[(crc ^ bytes[i]) & 0xff];
    }
    return ~crc & 0xffffffffL;
  }
}
