package org.nightjar.sim;

import org.nightjar.async.ChannelId;
import org.nightjar.sim.channel.ChannelMessage;
import org.nightjar.wire.message.OnionMessage;

/** A message between two peers. */
public sealed interface NetMessage {
  /** An onion message (BOLT 4). */
  record Onion(OnionMessage message) implements NetMessage {}

  /** A message about a channel (BOLT 2). */
  record Channel(ChannelId id, ChannelMessage message) implements NetMessage {}

  /** A message of Nightjar's own. */
  record Own(int type, byte[] payload) implements NetMessage {}

  /** The BOLT's name of the message. */
  default String title() {
    return MessageWire.title(this);
  }

  /** As on the wire: type, then the rest; signatures and per-commitment secrets are zeros. */
  default byte[] encode() {
    return MessageWire.encode(this);
  }
}
