package org.nightjar.testkit;

import java.security.SecureRandom;
import java.util.SplittableRandom;

/**
 * The seed of random tests: the system property {@code nightjar.seed}, else a new one for each run;
 * printed, so that a failure can be repeated.
 */
public final class Seeds {
  private static final String PROPERTY = "nightjar.seed";
  private static final long SEED = choose();

  private Seeds() {}

  private static long choose() {
    String given = System.getProperty(PROPERTY, "");
    long seed = given.isEmpty() ? new SecureRandom().nextLong() : Long.parseLong(given);
    System.out.println("seed: repeat these random tests with -D" + PROPERTY + "=" + seed);
    return seed;
  }

  /**
   * The source of a test's case with this number: always the same for one seed, name and number.
   */
  public static SplittableRandom random(String test, int number) {
    return new SplittableRandom(SEED + ((long) test.hashCode() << 32) + number);
  }

  /** The source of a test's only case. */
  public static SplittableRandom random(String test) {
    return random(test, 0);
  }

  /** Random bytes. */
  public static byte[] bytes(SplittableRandom random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
