package org.nightjar.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.nightjar.AttributionData;
import org.nightjar.FailurePacket;
import org.nightjar.SharedSecret;

/**
 * A failure on a route of 1 to 20 hops. Comes from {@link #get}.
 *
 * @param secrets first hop first
 * @param erringHop index
 * @param packetLength enough for the message
 * @param holdTimes one for each hop, in units of 100 ms
 */
public record RandomFailure(
    List<SharedSecret> secrets,
    int erringHop,
    byte[] message,
    int packetLength,
    List<Long> holdTimes) {

  /** Case number {@code number} of a test. */
  public static RandomFailure get(String test, int number) {
    SplittableRandom random = Seeds.random(test, number);
    int hops = random.nextInt(1, AttributionData.MAX_HOPS + 1);
    List<SharedSecret> secrets =
        Stream.generate(() -> SharedSecret.of(Seeds.bytes(random, 32))).limit(hops).toList();
    byte[] message = Seeds.bytes(random, messageLength(random));
    int least = Math.max(FailurePacket.MIN_LENGTH, FailurePacket.OVERHEAD + message.length);
    int length =
        Math.min(FailurePacket.MAX_LENGTH, least + random.nextInt(4) * random.nextInt(300));
    List<Long> holdTimes =
        random.longs(hops, 0, 1L << (random.nextBoolean() ? 32 : 8)).boxed().toList();
    return new RandomFailure(secrets, random.nextInt(hops), message, length, holdTimes);
  }

  private static int messageLength(SplittableRandom random) {
    return switch (random.nextInt(16)) {
      case 0 -> random.nextInt(65536 - FailurePacket.OVERHEAD);
      case 1, 2, 3 -> random.nextInt(2000);
      case 4 -> 254 + random.nextInt(4);
      default -> 2 + random.nextInt(60);
    };
  }

  /** Of the hop that fails. */
  public SharedSecret erringSecret() {
    return secrets.get(erringHop);
  }

  /** Of the hops that the failure passes, the one before the erring hop first. */
  public List<SharedSecret> secretsBackFromErringHop() {
    List<SharedSecret> back = new ArrayList<>();
    for (int i = erringHop - 1; i >= 0; i--) {
      back.add(secrets.get(i));
    }
    return back;
  }
}
