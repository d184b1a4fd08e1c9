package org.nightjar.wire;

import java.util.Random;

/**
 * Seeded random data: the seed is printed, and taken from {@code -Dnightjar.seed} to repeat a run.
 */
public final class Random64 {
  private final Random random;

  private Random64(long seed) {
    random = new Random(seed);
  }

  public static Random64 of(String test) {
    long seed = Long.getLong("nightjar.seed", System.nanoTime());
    System.out.println(test + ": -Dnightjar.seed=" + seed);
    return new Random64(seed);
  }

  public int below(int bound) {
    return random.nextInt(bound);
  }

  public boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  /** A number of any bit length, each as likely. */
  public long number() {
    int bits = random.nextInt(65);
    return bits == 0 ? 0 : random.nextLong() >>> 64 - bits;
  }

  public byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
