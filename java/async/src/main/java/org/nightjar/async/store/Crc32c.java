package org.nightjar.async.store;

/**
 * The checksum CRC-32C (RFC 3720, appendix B.4), which Android's runtime lacks before API level 34.
 * Eight bytes at a time: one by one a restart with many records would wait for their checksums.
 */
final class Crc32c {
  private static final int POLYNOMIAL = 0x82f63b78; // reflected

  /** 256 entries for each place: what a byte comes to when so many bytes more have passed. */
  private static final int[] TABLE = new int[8 * 256];

  static {
    for (int i = 0; i < 256; i++) {
      int remainder = i;
      for (int bit = 0; bit < 8; bit++) {
        remainder = remainder >>> 1 ^ (remainder & 1) * POLYNOMIAL;
      }
      TABLE[i] = remainder;
    }
    for (int i = 256; i < TABLE.length; i++) {
      TABLE[i] = after(TABLE[i - 256], 0);
    }
  }

  private Crc32c() {}

  /** The checksum of the first bytes of an array, 0 to 2^32 - 1. */
  static long of(byte[] bytes, int length) {
    int crc = -1;
    int i = 0;
    for (; i + 8 <= length; i += 8) {
      crc =
          passed(7, crc ^ bytes[i])
              ^ passed(6, crc >>> 8 ^ bytes[i + 1])
              ^ passed(5, crc >>> 16 ^ bytes[i + 2])
              ^ passed(4, crc >>> 24 ^ bytes[i + 3])
              ^ passed(3, bytes[i + 4])
              ^ passed(2, bytes[i + 5])
              ^ passed(1, bytes[i + 6])
              ^ passed(0, bytes[i + 7]);
    }
    for (; i < length; i++) {
      crc = after(crc, bytes[i]);
    }
    return ~crc & 0xffffffffL;
  }

  private static int after(int crc, int next) {
    return crc >>> 8 ^ passed(0, crc ^ next);
  }

  /** What the lowest byte comes to when so many bytes more, 0 to 7, have passed. */
  private static int passed(int more, int lowest) {
    return TABLE[more << 8 | lowest & 0xff];
  }
}
