package org.nightjar.async.mailbox;

import java.util.Arrays;
import org.nightjar.OnionPacket;
import org.nightjar.internal.ByteArrays;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireReader;

/** The HMAC of an onion packet, its last 32 bytes (BOLT 4 "Packet Structure"). Immutable. */
final class PacketHmac {
  static final int LENGTH = 32;

  private final byte[] bytes;

  private PacketHmac(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Of a packet that was peeled, and so is long enough to have one. */
  static PacketHmac of(OnionPacket packet) {
    byte[] all = packet.toBytes();
    return new PacketHmac(Arrays.copyOfRange(all, all.length - LENGTH, all.length));
  }

  static PacketHmac read(WireReader reader) throws WireException {
    return new PacketHmac(reader.bytes(LENGTH));
  }

  byte[] toBytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PacketHmac hmac && Arrays.equals(bytes, hmac.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return ByteArrays.hex(bytes);
  }
}
