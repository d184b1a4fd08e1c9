package org.nightjar;

import java.util.Objects;

/** One node of a route and what it is told. Immutable. */
public final class Hop {
  /** BOLT 4 leaves payloads of 0 and 1 bytes invalid. */
  public static final int MIN_PAYLOAD_LENGTH = 2;

  /** The least room that a hop takes in a packet: a byte of length, payload, HMAC. */
  static final int MIN_PACKET_ROOM = 1 + MIN_PAYLOAD_LENGTH + 32;

  private final PublicKey node;
  private final byte[] payload;

  private Hop(PublicKey node, byte[] payload) {
    this.node = node;
    this.payload = payload;
  }

  /**
   * @param node the node id, or the blinded node id
   * @param payload the TLV stream for it, without length in front; copied
   * @throws IllegalArgumentException if the payload is shorter than 2 bytes
   */
  public static Hop of(PublicKey node, byte[] payload) {
    Objects.requireNonNull(node, "node");
    if (payload.length < MIN_PAYLOAD_LENGTH) {
      throw new IllegalArgumentException(
          "hop payload has "
              + payload.length
              + " bytes, BOLT 4 needs at least "
              + MIN_PAYLOAD_LENGTH);
    }
    return new Hop(node, payload.clone());
  }

  public PublicKey node() {
    return node;
  }

  public byte[] payload() {
    return payload.clone();
  }

  /** The bytes themselves; never handed out, never changed. */
  byte[] rawPayload() {
    return payload;
  }

  /** Room that this hop takes in a packet: BigSize length, payload, HMAC. */
  int packetRoom() {
    return (payload.length < 0xfd ? 1 : payload.length <= 0xffff ? 3 : 5) + payload.length + 32;
  }

  @Override
  public String toString() {
    return "Hop[" + node + ", " + payload.length + " bytes]";
  }
}
