package org.nightjar.bench;

import java.io.IOException;
import java.util.List;

/**
 * The processors that this process may run on. {@code ./nightjar bench} gives it one, so that
 * figures do not depend on where its threads are; what needs more asks here.
 */
final class Cores {
  /** More than any machine has: those that there are get chosen. */
  private static final String ALL = "0-1023";

  private Cores() {}

  /** Work that throws what starting a program throws. */
  interface Work<T> {
    T run() throws IOException;
  }

  /**
   * Does work on all processors, and goes back to those it had.
   *
   * @throws IllegalStateException if there is only one, or {@code taskset} is missing or fails
   */
  static <T> T all(Work<T> work) throws IOException {
    String before = Machine.procValue("/proc/self/status", "Cpus_allowed_list");
    allow(ALL);
    try {
      if (Runtime.getRuntime().availableProcessors() < 2) {
        throw new IllegalStateException("this needs two processors");
      }
      return work.run();
    } finally {
      allow(before);
    }
  }

  private static void allow(String processors) throws IOException {
    String self = Long.toString(ProcessHandle.current().pid());
    Process taskset =
        new ProcessBuilder(List.of("taskset", "-acp", processors, self))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (taskset.waitFor() != 0) {
        throw new IllegalStateException("taskset cannot give this process " + processors);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
