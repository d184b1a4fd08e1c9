package org.nightjar.wire.message;

import java.util.Arrays;
import org.nightjar.OnionPacket;
import org.nightjar.PublicKey;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireException.Reason;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;

/**
 * The peer message onion_message (BOLT 4 "Onion Messages"): a path key and a packet, which is
 * peeled with that path key and no associated data. Nobody answers an error, and whoever is busy
 * may drop it. Immutable.
 */
public final class OnionMessage {
  /** Type of the peer message. */
  public static final int TYPE = 513;

  /** Room for payloads in the small packet: 1366 bytes in all. */
  public static final int SMALL_PAYLOADS_LENGTH = 1300;

  /** Room for payloads in the large packet, which a static invoice needs: 32834 bytes in all. */
  public static final int LARGE_PAYLOADS_LENGTH = 32768;

  private static final int MAX_MESSAGE_LENGTH = 65535;
  private static final int HEAD_LENGTH = 2 + PublicKey.LENGTH + 2;

  private final PublicKey pathKey;
  private final OnionPacket packet;
  private final byte[] extension;

  private OnionMessage(PublicKey pathKey, OnionPacket packet, byte[] extension) {
    this.pathKey = pathKey;
    this.packet = packet;
    this.extension = extension;
  }

  /**
   * A message.
   *
   * @param pathKey for the node that it is sent to
   * @throws IllegalArgumentException if the packet does not fit a message
   */
  public static OnionMessage of(PublicKey pathKey, OnionPacket packet) {
    if (packet.length() > MAX_MESSAGE_LENGTH - HEAD_LENGTH) {
      throw new IllegalArgumentException(
          "a packet of " + packet.length() + " bytes does not fit a message");
    }
    return new OnionMessage(pathKey, packet, new byte[0]);
  }

  /**
   * Decodes a peer message, its type included.
   *
   * @throws WireException if it is cut short, is longer than a message can be, is of another type,
   *     or the path key is none
   */
  public static OnionMessage decode(byte[] bytes) throws WireException {
    WireReader reader = new WireReader(bytes);
    if (bytes.length > MAX_MESSAGE_LENGTH) {
      throw reader.fail(Reason.TRAILING, "no message has " + bytes.length + " bytes");
    }
    if (reader.u16() != TYPE) {
      throw WireException.at(Reason.VALUE, 0, "the message is no onion_message: type " + TYPE);
    }
    PublicKey pathKey = reader.point();
    OnionPacket packet = OnionPacket.of(reader.bytes(reader.u16()));
    return new OnionMessage(pathKey, packet, reader.rest());
  }

  /** The peer message, its type included. */
  public byte[] encode() {
    return new WireWriter()
        .u16(TYPE)
        .bytes(pathKey.toBytes())
        .u16(packet.length())
        .bytes(packet.toBytes())
        .bytes(extension)
        .toBytes();
  }

  /** The path key to peel with. */
  public PublicKey pathKey() {
    return pathKey;
  }

  /** The packet; any bytes, since a peer may send anything. */
  public OnionPacket packet() {
    return packet;
  }

  /** A copy of what follows the packet, which a reader ignores (BOLT 1). */
  public byte[] extension() {
    return extension.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OnionMessage message
        && pathKey.equals(message.pathKey)
        && packet.equals(message.packet)
        && Arrays.equals(extension, message.extension);
  }

  @Override
  public int hashCode() {
    return 31 * pathKey.hashCode() + packet.hashCode();
  }

  @Override
  public String toString() {
    return "OnionMessage[path_key=" + pathKey + ", " + packet + "]";
  }
}
