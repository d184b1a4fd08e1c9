package org.nightjar.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;

/** Bytes that the current thread allocates on the Java heap. */
final class Allocation {
  private static final int WARM_UP_CALLS = 50_000;
  private static final int CALLS = 10_000;

  private Allocation() {}

  /** Bytes per call, once the compiler has seen enough of the work. */
  static double perCall(Supplier<Object> work) {
    Object[] kept = new Object[1];
    for (int i = 0; i < WARM_UP_CALLS; i++) {
      kept[0] = work.get();
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < CALLS; i++) {
      kept[0] = work.get();
    }
    return (double) (threads.getCurrentThreadAllocatedBytes() - before) / CALLS;
  }
}
