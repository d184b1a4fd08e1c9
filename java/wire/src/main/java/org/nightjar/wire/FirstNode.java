package org.nightjar.wire;

import org.nightjar.PublicKey;

/**
 * The node where a blinded path begins, {@code sciddir_or_pubkey} (BOLT 1 "Fundamental Types"): by
 * its node id, or shorter as one end of a channel.
 */
public sealed interface FirstNode {
  /** A node id. */
  record NodeId(PublicKey nodeId) implements FirstNode {}

  /**
   * One end of a channel.
   *
   * @param direction 0 for {@code node_id_1} of the channel, 1 for {@code node_id_2}
   * @param shortChannelId of the channel
   */
  record ChannelEnd(int direction, ShortChannelId shortChannelId) implements FirstNode {
    /**
     * One end of a channel.
     *
     * @throws IllegalArgumentException if the direction is neither 0 nor 1
     */
    public ChannelEnd {
      if (direction != 0 && direction != 1) {
        throw new IllegalArgumentException("direction is " + direction + ", must be 0 or 1");
      }
    }
  }

  /**
   * Reads 9 or 33 bytes.
   *
   * @throws WireException if the first byte is none of 00 to 03, or the bytes end early
   */
  static FirstNode read(WireReader reader) throws WireException {
    int first = reader.peek();
    return first > 1
        ? new NodeId(reader.point())
        : new ChannelEnd(reader.u8(), ShortChannelId.fromLong(reader.u64()));
  }

  /** Writes 9 or 33 bytes. */
  default void write(WireWriter writer) {
    if (this instanceof ChannelEnd end) {
      writer.u8(end.direction).u64(end.shortChannelId.toLong());
    } else {
      writer.bytes(((NodeId) this).nodeId.toBytes());
    }
  }
}
