package org.nightjar.testkit;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.nightjar.BlindedHop;
import org.nightjar.Hop;
import org.nightjar.Nightjar;
import org.nightjar.PathHop;
import org.nightjar.SecretKey;

/**
 * What a blinded path is made from. Comes from {@link #get}.
 *
 * @param nodes the secret keys of its nodes, introduction node first
 * @param hops the same nodes, and what each is told
 */
public record RandomPath(SecretKey sessionKey, List<SecretKey> nodes, List<PathHop> hops) {
  private static final int MAX_HOPS = 12;

  /**
   * Case number {@code number} of a test.
   *
   * @param nightjar computes public keys
   * @param nodes to choose from
   */
  public static RandomPath get(Nightjar nightjar, List<SecretKey> nodes, String test, int number) {
    SplittableRandom random = Seeds.random(test, number);
    int count = random.nextInt(1, MAX_HOPS + 1);
    List<SecretKey> chosen =
        IntStream.range(0, count).mapToObj(i -> nodes.get(random.nextInt(nodes.size()))).toList();
    List<PathHop> hops =
        chosen.stream().map(node -> PathHop.of(nightjar.publicKey(node), data(random))).toList();
    return new RandomPath(SecretKey.of(Scalars.random(random)), chosen, hops);
  }

  /** Bytes whose number lies around the blocks of the cipher, and sometimes is large. */
  private static byte[] data(SplittableRandom random) {
    int length =
        switch (random.nextInt(16)) {
          case 0 -> random.nextInt(PathHop.MAX_DATA_LENGTH + 1);
          case 1 -> 0;
          default -> random.nextInt(200);
        };
    return Seeds.bytes(random, length);
  }

  /** Blinds it. */
  public List<BlindedHop> create(Nightjar nightjar) {
    return nightjar.blindedPaths().create(sessionKey, hops);
  }

  /** What a sender builds a packet from, who puts nothing into the payloads but the data. */
  public static List<Hop> onionHops(List<BlindedHop> path) {
    return path.stream()
        .map(hop -> Hop.of(hop.blindedNodeId(), hop.encryptedRecipientData()))
        .toList();
  }
}
