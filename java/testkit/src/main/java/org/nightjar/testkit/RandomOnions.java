package org.nightjar.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.nightjar.Hop;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;

/**
 * Random routes of 1 to 20 hops, in packets from 700 to 32768 bytes of hop payloads, with payload
 * lengths around the bounds of BigSize and of the packet, and some hops blinded. Safe for many
 * threads.
 */
public final class RandomOnions {
  private static final int NODES = 64;
  private static final int MAX_HOPS = 20;
  private static final int MIN_PAYLOADS_LENGTH = 700;
  private static final int MAX_PAYLOADS_LENGTH = 32768;
  private static final int[] COMMON_SIZES = {
    1300, 1300, 1300, MIN_PAYLOADS_LENGTH, MAX_PAYLOADS_LENGTH
  };
  private static final int HMAC_LENGTH = 32;
  private static final int MIN_ROOM = 1 + Hop.MIN_PAYLOAD_LENGTH + HMAC_LENGTH;
  private static final int[] BOUNDARY_LENGTHS = {2, 3, 32, 127, 128, 252, 253, 254, 255, 256};

  private final Nightjar nightjar;
  private final String test;
  private final List<SecretKey> nodes;
  private final List<PublicKey> pathKeys;

  /**
   * @param nightjar computes public keys and blindings
   * @param test name of the test, which makes its cases differ from another test's
   */
  public RandomOnions(Nightjar nightjar, String test) {
    this.nightjar = nightjar;
    this.test = test;
    SplittableRandom random = Seeds.random(test + " nodes");
    nodes = IntStream.range(0, NODES).mapToObj(i -> SecretKey.of(Scalars.random(random))).toList();
    pathKeys = nodes.stream().map(nightjar::publicKey).toList();
  }

  /** The secret keys that routes choose from. */
  public List<SecretKey> nodes() {
    return nodes;
  }

  /** Case number {@code number} of the test, any size. */
  public RandomOnion get(int number) {
    SplittableRandom random = Seeds.random(test, number);
    return get(random, payloadsLength(random), random.nextInt(4) == 0 ? 0 : 32);
  }

  /**
   * Case number {@code number} of the test, in a packet with this room and associated data of this
   * length.
   */
  public RandomOnion get(int number, int payloadsLength, int assocLength) {
    return get(Seeds.random(test, number), payloadsLength, assocLength);
  }

  private RandomOnion get(SplittableRandom random, int payloadsLength, int assocLength) {
    int hops = random.nextInt(1, Math.min(MAX_HOPS, payloadsLength / MIN_ROOM) + 1);
    List<RandomOnion.Stop> stops = new ArrayList<>(hops);
    int room = payloadsLength;
    for (int left = hops - 1; left >= 0; left--) {
      int length = payloadLength(random, maxPayloadLength(room - left * MIN_ROOM));
      stops.add(stop(random, Seeds.bytes(random, length)));
      room -= (length < 0xfd ? 1 : 3) + length + HMAC_LENGTH;
    }
    return new RandomOnion(
        SecretKey.of(Scalars.random(random)),
        stops,
        Seeds.bytes(random, assocLength),
        payloadsLength);
  }

  /** Often a size in use, else any, the small ones as likely as the large. */
  private static int payloadsLength(SplittableRandom random) {
    int common = random.nextInt(2 * COMMON_SIZES.length);
    if (common < COMMON_SIZES.length) {
      return COMMON_SIZES[common];
    }
    double ratio = (double) MAX_PAYLOADS_LENGTH / MIN_PAYLOADS_LENGTH;
    return (int) (MIN_PAYLOADS_LENGTH * Math.pow(ratio, random.nextDouble()));
  }

  /** The longest payload that a hop can have in {@code room} bytes. */
  private static int maxPayloadLength(int room) {
    int withOneByte = room - HMAC_LENGTH - 1;
    return withOneByte < 0xfd ? withOneByte : Math.max(0xfc, withOneByte - 2);
  }

  private static int payloadLength(SplittableRandom random, int max) {
    int length =
        switch (random.nextInt(8)) {
          case 0 -> random.nextInt(Hop.MIN_PAYLOAD_LENGTH, max + 1);
          case 1 -> max;
          case 2, 3 -> BOUNDARY_LENGTHS[random.nextInt(BOUNDARY_LENGTHS.length)];
          default -> random.nextInt(20, 120);
        };
    return Math.min(length, max);
  }

  private RandomOnion.Stop stop(SplittableRandom random, byte[] payload) {
    SecretKey node = nodes.get(random.nextInt(NODES));
    PublicKey pathKey = random.nextInt(8) == 0 ? pathKeys.get(random.nextInt(NODES)) : null;
    return RandomOnion.Stop.of(nightjar, node, pathKey, payload);
  }
}
