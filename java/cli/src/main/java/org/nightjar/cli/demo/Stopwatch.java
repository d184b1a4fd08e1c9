package org.nightjar.cli.demo;

/** Measures what a call takes once the machine is warm. */
final class Stopwatch {
  private static final long BUDGET_NANOS = 120_000_000;

  private Stopwatch() {}

  /** The least time of as many calls as fit the budget, in microseconds. */
  static double bestMicros(Runnable call) {
    long best = Long.MAX_VALUE;
    long end = System.nanoTime() + BUDGET_NANOS;
    do {
      long start = System.nanoTime();
      call.run();
      best = Math.min(best, System.nanoTime() - start);
    } while (System.nanoTime() < end);
    return best / 1e3;
  }
}
