package org.nightjar;

import java.util.Arrays;

/**
 * An encrypted failure on its way back to the sender, the {@code reason} of {@code
 * update_fail_htlc} (BOLT 4 "Returning Errors"). Any bytes are one, since a peer may send anything:
 * {@link Failures#decrypt} judges. Immutable.
 */
public final class FailurePacket {
  /** What a packet has besides message and padding: HMAC and two lengths. */
  public static final int OVERHEAD = 32 + 2 + 2;

  /** The usual length: message and padding together have 256 bytes. */
  public static final int MIN_LENGTH = OVERHEAD + 256;

  /** The longest Lightning message (BOLT 1). */
  public static final int MAX_LENGTH = 65535;

  private final byte[] bytes;

  private FailurePacket(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Copies a packet.
   *
   * @throws IllegalArgumentException if it is longer than any Lightning message
   */
  public static FailurePacket of(byte[] bytes) {
    if (bytes.length > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "failure packet has " + bytes.length + " bytes, at most " + MAX_LENGTH + " are allowed");
    }
    return new FailurePacket(bytes.clone());
  }

  /** Takes an array that nobody changes any more, without a copy. */
  static FailurePacket view(byte[] bytes) {
    return new FailurePacket(bytes);
  }

  public int length() {
    return bytes.length;
  }

  public byte[] toBytes() {
    return bytes.clone();
  }

  /** The bytes themselves; never handed out, never changed. */
  byte[] raw() {
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FailurePacket packet && Arrays.equals(bytes, packet.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** The length and the first bytes; a whole packet is too long to read. */
  @Override
  public String toString() {
    byte[] head = Arrays.copyOf(bytes, Math.min(bytes.length, 8));
    return "FailurePacket[" + bytes.length + " bytes, " + Bytes.hex(head) + "...]";
  }
}
