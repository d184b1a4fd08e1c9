package org.nightjar.async;

import java.nio.ByteBuffer;

/**
 * One HTLC in a channel; both ends call it the same.
 *
 * @param id BOLT 2 {@code id}, unsigned
 */
public record HtlcId(ChannelId channel, long id) {
  /** Length of the encoding. */
  public static final int LENGTH = Bytes32.LENGTH + Long.BYTES;

  /** Channel id, then the id, big-endian: {@value #LENGTH} bytes. */
  public byte[] encode() {
    return ByteBuffer.allocate(LENGTH).put(channel.toBytes()).putLong(id).array();
  }

  /**
   * From its encoding.
   *
   * @throws IllegalArgumentException if the length is another
   */
  public static HtlcId decode(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("an HTLC id of " + bytes.length + " bytes");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    byte[] channel = new byte[Bytes32.LENGTH];
    buffer.get(channel);
    return new HtlcId(ChannelId.of(channel), buffer.getLong());
  }
}
