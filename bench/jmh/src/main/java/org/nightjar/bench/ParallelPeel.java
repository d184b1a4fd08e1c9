package org.nightjar.bench;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Several threads, each peeling batches of its own with one node key. */
final class ParallelPeel implements AutoCloseable {
  /** Enough that handing the work to the threads and back is less than a hundredth. */
  private static final int BATCHES = 32;

  private final ExecutorService threads;
  private final int size;
  private final List<Supplier<Object>> batches;

  ParallelPeel(NightjarOnions onions, Route route, int size, int threadCount) {
    this.size = size;
    threads = Executors.newFixedThreadPool(threadCount);
    batches = IntStream.range(0, threadCount).mapToObj(i -> onions.peelBatch(route, size)).toList();
  }

  /** Onions that the work of so many threads peels. */
  int onions(int threadCount) {
    return threadCount * BATCHES * size;
  }

  /** Work that so many of the threads do side by side, and that ends with the last of them. */
  Supplier<Object> with(int threadCount) {
    List<Callable<Object>> tasks =
        batches.subList(0, threadCount).stream().map(ParallelPeel::repeat).toList();
    return () -> {
      try {
        for (var done : threads.invokeAll(tasks)) {
          done.get();
        }
        return Collections.emptyList();
      } catch (InterruptedException | ExecutionException e) {
        throw new IllegalStateException(e);
      }
    };
  }

  private static Callable<Object> repeat(Supplier<Object> batch) {
    return () -> {
      Object last = batch;
      for (int i = 0; i < BATCHES; i++) {
        last = batch.get();
      }
      return last;
    };
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
