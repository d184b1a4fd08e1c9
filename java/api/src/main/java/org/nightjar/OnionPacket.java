package org.nightjar;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/**
 * An onion packet as it came from, or goes to, a peer: version | ephemeral key | hop payloads |
 * HMAC (BOLT 4 "Packet Structure"). Any bytes are one, since a peer may send anything: {@link
 * Nightjar#peel} judges. Immutable.
 */
public final class OnionPacket {
  /** Length of the hop payloads of a payment onion. */
  public static final int PAYMENT_PAYLOADS_LENGTH = 1300;

  /** What a packet has besides its hop payloads: version, ephemeral key, HMAC. */
  public static final int OVERHEAD = 1 + PublicKey.LENGTH + 32;

  /** Length of a payment onion: 1366. */
  public static final int PAYMENT_LENGTH = OVERHEAD + PAYMENT_PAYLOADS_LENGTH;

  /** The shortest packet with one hop: a length byte, a payload of two bytes, an HMAC. */
  public static final int MIN_LENGTH = OVERHEAD + 1 + 2 + 32;

  /** The longest Lightning message (BOLT 1). */
  public static final int MAX_LENGTH = 65535;

  private final byte[] bytes;
  private final int offset;
  private final int length;

  private OnionPacket(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.offset = offset;
    this.length = length;
  }

  /** Copies a packet. */
  public static OnionPacket of(byte[] bytes) {
    return new OnionPacket(bytes.clone(), 0, bytes.length);
  }

  /**
   * Copies a packet out of a larger array.
   *
   * @throws IndexOutOfBoundsException if offset and length do not lie inside the array
   */
  public static OnionPacket of(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    return new OnionPacket(Arrays.copyOfRange(bytes, offset, offset + length), 0, length);
  }

  /** Takes part of an array that nobody changes any more, without a copy. */
  static OnionPacket view(byte[] bytes, int offset, int length) {
    return new OnionPacket(bytes, offset, length);
  }

  public int length() {
    return length;
  }

  public byte[] toBytes() {
    return Arrays.copyOfRange(bytes, offset, offset + length);
  }

  /**
   * The array that holds the packet from {@link #rawOffset} on; never handed out, never changed.
   */
  byte[] raw() {
    return bytes;
  }

  int rawOffset() {
    return offset;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OnionPacket packet
        && ByteBuffer.wrap(bytes, offset, length)
            .equals(ByteBuffer.wrap(packet.bytes, packet.offset, packet.length));
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = offset; i < offset + length; i++) {
      hash = 31 * hash + bytes[i];
    }
    return hash;
  }

  /** The length and the first bytes; a whole packet is too long to read. */
  @Override
  public String toString() {
    byte[] head = Arrays.copyOfRange(bytes, offset, offset + Math.min(length, 8));
    return "OnionPacket[" + length + " bytes, " + Bytes.hex(head) + "...]";
  }
}
