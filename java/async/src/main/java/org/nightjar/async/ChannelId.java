package org.nightjar.async;

/** BOLT 2 {@code channel_id}: 32 bytes. Immutable. */
public final class ChannelId extends Bytes32 {
  private ChannelId(byte[] bytes) {
    super(bytes);
  }

  /**
   * From 32 bytes, copied.
   *
   * @throws IllegalArgumentException if the length is another
   */
  public static ChannelId of(byte[] bytes) {
    return new ChannelId(bytes);
  }
}
