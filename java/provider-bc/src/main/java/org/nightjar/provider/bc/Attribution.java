package org.nightjar.provider.bc;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.nightjar.spi.Status;

/**
 * Attribution data (BOLT 4 "Returning Errors") as a table: the hold time of every hop, and for hop
 * {@code x} after this one an HMAC for each distance {@code y} that it can have to the last hop.
 * Arguments of the static methods are those of {@link org.nightjar.spi.Backend}.
 */
final class Attribution {
  private static final int HOPS = 20;

  /** Hold times and truncated HMACs, 32 bits each. */
  private static final int LENGTH = Integer.BYTES * (HOPS + HOPS * (HOPS + 1) / 2);

  private final int[] holdTimes;

  /** {@code hmacs[x][y]}, the first 32 bits; row x has 20 - x distances. */
  private final int[][] hmacs;

  private Attribution(int[] holdTimes, int[][] hmacs) {
    this.holdTimes = holdTimes;
    this.hmacs = hmacs;
  }

  static int wrap(byte[] attribution, byte[] packet, byte[] sharedSecret, int holdTime) {
    if (packet.length > FailurePackets.MAX_LENGTH) {
      return Status.ERR_ARGUMENT;
    }
    byte[] um = Hash.kdf(Hash.UM, sharedSecret);
    Attribution data = decode(attribution).withHopInFront(holdTime);
    for (int y = 0; y < HOPS; y++) {
      data.hmacs[0][y] = data.hmac(um, packet, y);
    }
    data.encode(attribution);
    cipher(attribution, sharedSecret);
    return FailurePackets.wrap(packet, sharedSecret);
  }

  static int decrypt(
      int[] holdTimes, int[] verified, byte[] attribution, byte[] packet, byte[] sharedSecrets) {
    int hops = sharedSecrets.length / Curve.SCALAR_LENGTH;
    if (hops == 0 || hops > HOPS || packet.length > FailurePackets.MAX_LENGTH) {
      return Status.ERR_ARGUMENT;
    }
    Arrays.fill(holdTimes, 0);
    byte[] layers = attribution.clone();
    byte[] packetLayers = packet.clone();
    int hop = 0;
    while (hop < hops) {
      byte[] secret = FailurePackets.secret(sharedSecrets, hop);
      int distance = hops - 1 - hop;
      cipher(layers, secret);
      FailurePackets.wrap(packetLayers, secret);
      Attribution data = decode(layers);
      if (data.hmacs[0][distance] != data.hmac(Hash.kdf(Hash.UM, secret), packetLayers, distance)) {
        break;
      }
      holdTimes[hop++] = data.holdTimes[0];
      data.withoutFirstHop().encode(layers);
    }
    verified[0] = hop;
    return Status.OK;
  }

  private static void cipher(byte[] attribution, byte[] sharedSecret) {
    Cipher.xorStream(attribution, LENGTH, Hash.kdf(Hash.AMMAGEXT, sharedSecret), 0);
  }

  /** What this hop authenticates if the last hop is {@code distance} hops behind it. */
  private int hmac(byte[] um, byte[] packet, int distance) {
    ByteBuffer covered = ByteBuffer.allocate((2 * distance + 1) * Integer.BYTES);
    for (int x = 0; x <= distance; x++) {
      covered.putInt(holdTimes[x]);
    }
    for (int x = 1; x <= distance; x++) {
      covered.putInt(hmacs[x][distance - x]);
    }
    return ByteBuffer.wrap(Hash.hmac(um, packet, covered.array())).getInt();
  }

  /** Every hop one further away; the largest distance of each falls out. */
  private Attribution withHopInFront(int holdTime) {
    int[] times = new int[HOPS];
    times[0] = holdTime;
    System.arraycopy(holdTimes, 0, times, 1, HOPS - 1);
    int[][] rows = new int[HOPS][];
    rows[0] = new int[HOPS];
    for (int x = 1; x < HOPS; x++) {
      rows[x] = Arrays.copyOf(hmacs[x - 1], HOPS - x);
    }
    return new Attribution(times, rows);
  }

  /** Every hop one nearer; what fell out is zero. */
  private Attribution withoutFirstHop() {
    int[] times = Arrays.copyOfRange(holdTimes, 1, HOPS + 1);
    int[][] rows = new int[HOPS][];
    for (int x = 0; x < HOPS; x++) {
      rows[x] = Arrays.copyOf(x + 1 < HOPS ? hmacs[x + 1] : new int[0], HOPS - x);
    }
    return new Attribution(times, rows);
  }

  private static Attribution decode(byte[] bytes) {
    ByteBuffer reader = ByteBuffer.wrap(bytes);
    int[] times = new int[HOPS];
    Arrays.setAll(times, i -> reader.getInt());
    int[][] rows = new int[HOPS][];
    for (int x = 0; x < HOPS; x++) {
      rows[x] = new int[HOPS - x];
      for (int y = HOPS - 1 - x; y >= 0; y--) {
        rows[x][y] = reader.getInt();
      }
    }
    return new Attribution(times, rows);
  }

  private void encode(byte[] to) {
    ByteBuffer writer = ByteBuffer.wrap(to);
    for (int time : holdTimes) {
      writer.putInt(time);
    }
    for (int[] row : hmacs) {
      for (int y = row.length - 1; y >= 0; y--) {
        writer.putInt(row[y]);
      }
    }
  }
}
