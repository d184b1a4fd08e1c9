package org.nightjar.bench;

import fr.acinq.bitcoin.PrivateKey;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The route that every implementation builds onions for. Each hop has a TLV stream of 32 bytes: 33
 * with its length, 65 with its HMAC, so that 20 hops fill a payment onion exactly. All of it is
 * fixed: the same bytes at every run.
 *
 * @param nodeSecrets the hops' secret keys, first hop first
 * @param nodes the hops' public keys
 * @param payloads the hops' TLV streams, without length in front
 * @param assoc associated data, 32 bytes
 */
record Route(List<byte[]> nodeSecrets, List<byte[]> nodes, List<byte[]> payloads, byte[] assoc) {
  /**
   * How many different onions a benchmark goes round, so that branch predictors do not learn one.
   */
  static final int ONIONS = 64;

  /** Length of a hop's TLV stream. */
  static final int PAYLOAD_LENGTH = 32;

  /** A route of 1 to 20 hops. */
  static Route of(int hops) {
    List<byte[]> secrets = IntStream.range(0, hops).mapToObj(i -> filled(0x11 + i)).toList();
    return new Route(
        secrets,
        secrets.stream().map(s -> new PrivateKey(s).publicKey().value.toByteArray()).toList(),
        IntStream.range(0, hops).mapToObj(i -> filled(0x70 + i)).toList(),
        filled(0x42));
  }

  /** The session key of the onion with this index, 0 to {@link #ONIONS} - 1. */
  byte[] sessionKey(int index) {
    return filled(1 + index);
  }

  private static byte[] filled(int value) {
    byte[] bytes = new byte[PAYLOAD_LENGTH];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
