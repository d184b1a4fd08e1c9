package org.nightjar.wire;

/**
 * BigSize, the variable-length unsigned 64-bit integer (BOLT 1 appendix A): one byte below 0xfd,
 * else 0xfd, 0xfe or 0xff and two, four or eight bytes, big-endian. Only the shortest encoding is
 * valid. Inside larger data use {@link WireReader#bigSize} and {@link WireWriter#bigSize}.
 */
public final class BigSize {
  private BigSize() {}

  /** Bytes that the encoding of an unsigned number takes: 1, 3, 5 or 9. */
  public static int length(long value) {
    if (value < 0 || value > 0xffff_ffffL) {
      return 9;
    }
    return value < 0xfd ? 1 : value <= 0xffff ? 3 : 5;
  }

  /** Encodes an unsigned number. */
  public static byte[] encode(long value) {
    return new WireWriter(length(value)).bigSize(value).toBytes();
  }

  /**
   * Decodes the bytes of one BigSize, no more and no less.
   *
   * @return the number, unsigned
   * @throws WireException if the bytes are not exactly one minimal BigSize
   */
  public static long decode(byte[] bytes) throws WireException {
    WireReader reader = new WireReader(bytes);
    long value = reader.bigSize();
    reader.expectEnd();
    return value;
  }
}
