package org.nightjar.wire;

import java.util.Arrays;

/** Writes what {@link WireReader} reads. Not for use by two threads at once. */
public final class WireWriter {
  private byte[] bytes;
  private int length;

  /** An empty writer. */
  public WireWriter() {
    this(64);
  }

  /** An empty writer that need not grow up to this many bytes. */
  WireWriter(int capacity) {
    bytes = new byte[capacity];
  }

  /**
   * One byte.
   *
   * @throws IllegalArgumentException if the value is not 0 to 255
   */
  public WireWriter u8(int value) {
    return unsigned(inRange(value, 1), 1);
  }

  /**
   * Two bytes.
   *
   * @throws IllegalArgumentException if the value is not 0 to 65535
   */
  public WireWriter u16(int value) {
    return unsigned(inRange(value, 2), 2);
  }

  /**
   * Four bytes.
   *
   * @throws IllegalArgumentException if the value is not 0 to 2^32 - 1
   */
  public WireWriter u32(long value) {
    return unsigned(inRange(value, 4), 4);
  }

  /** Eight bytes of an unsigned number. */
  public WireWriter u64(long value) {
    return unsigned(value, 8);
  }

  /** The BigSize of an unsigned number. */
  public WireWriter bigSize(long value) {
    return switch (BigSize.length(value)) {
      case 1 -> unsigned(value, 1);
      case 3 -> unsigned(0xfd, 1).unsigned(value, 2);
      case 5 -> unsigned(0xfe, 1).unsigned(value, 4);
      default -> unsigned(0xff, 1).unsigned(value, 8);
    };
  }

  /**
   * A number of at most two bytes without its leading zeros.
   *
   * @throws IllegalArgumentException if the value is not 0 to 65535
   */
  public WireWriter tu16(int value) {
    return tu64(inRange(value, 2));
  }

  /**
   * A number of at most four bytes without its leading zeros.
   *
   * @throws IllegalArgumentException if the value is not 0 to 2^32 - 1
   */
  public WireWriter tu32(long value) {
    return tu64(inRange(value, 4));
  }

  /** An unsigned number without its leading zeros. */
  public WireWriter tu64(long value) {
    return unsigned(value, Long.BYTES - Long.numberOfLeadingZeros(value) / 8);
  }

  /** These bytes as they are. */
  public WireWriter bytes(byte[] value) {
    grow(value.length);
    System.arraycopy(value, 0, bytes, length, value.length);
    length += value.length;
    return this;
  }

  /** A copy of what was written. */
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  private static long inRange(long value, int length) {
    if (value >>> 8 * length != 0) {
      throw new IllegalArgumentException(value + " does not fit " + length + " bytes, unsigned");
    }
    return value;
  }

  private WireWriter unsigned(long value, int size) {
    grow(size);
    for (int i = size - 1; i >= 0; i--) {
      bytes[length++] = (byte) (value >>> 8 * i);
    }
    return this;
  }

  private void grow(int size) {
    int needed = Math.addExact(length, size);
    if (needed > bytes.length) {
      bytes =
          Arrays.copyOf(
              bytes, Math.max(needed, (int) Math.min(2L * length, Integer.MAX_VALUE - 8)));
    }
  }
}
