package org.nightjar.sim;

/** Seeds of random tests: {@code -Dnightjar.seed} repeats one run. */
public final class Seeds {
  private Seeds() {}

  /** The seed to begin with; printed, so that a failure can be repeated. */
  public static long first(String test) {
    long seed = Long.getLong("nightjar.seed", System.nanoTime());
    System.out.println(test + ": -Dnightjar.seed=" + seed);
    return seed;
  }
}
