package org.nightjar;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Attribution data without layers, as seen by one hop (BOLT 4 "Returning Errors"): 20 hold times,
 * then for hop {@code x} after this one 20 - x HMACs, one for each distance {@code y} that it can
 * have to the last hop, the largest first. All have 4 bytes.
 */
final class AttributionTable {
  private static final int HOPS = AttributionData.MAX_HOPS;
  private static final int WIDTH = 4;

  private final byte[] bytes;

  AttributionTable(byte[] bytes) {
    this.bytes = bytes;
  }

  /** This hop's, in units of 100 ms. */
  long holdTime() {
    return Integer.toUnsignedLong(Bytes.readInt(bytes, 0));
  }

  /** Whether this hop made its HMAC for this distance; constant time in the HMAC. */
  boolean verifies(Primitives primitives, byte[] um, byte[] packet, int distance) {
    ByteBuffer covered = ByteBuffer.allocate(packet.length + (2 * distance + 1) * WIDTH);
    covered.put(packet).put(bytes, 0, (distance + 1) * WIDTH);
    for (int x = 1; x <= distance; x++) {
      covered.put(bytes, offset(x, distance - x), WIDTH);
    }
    byte[] expected = Arrays.copyOf(primitives.hmacSha256(um, covered.array()), WIDTH);
    int at = offset(0, distance);
    return MessageDigest.isEqual(expected, Arrays.copyOfRange(bytes, at, at + WIDTH));
  }

  /** The data as the next hop made them, under its layer; what it left out is zero. */
  byte[] withoutFirstHop() {
    byte[] shifted = new byte[bytes.length];
    System.arraycopy(bytes, WIDTH, shifted, 0, (HOPS - 1) * WIDTH);
    for (int x = 0; x < HOPS - 1; x++) {
      int kept = HOPS - 1 - x;
      System.arraycopy(bytes, offset(x + 1, kept - 1), shifted, offset(x, kept - 1), kept * WIDTH);
    }
    return shifted;
  }

  private static int offset(int x, int y) {
    int before = x * HOPS - x * (x - 1) / 2;
    return (HOPS + before + HOPS - 1 - x - y) * WIDTH;
  }
}
