package org.nightjar.bench;

import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.nightjar.Batch;

/** Work through a {@link Batch}: as many elements as it holds added, computed, and read. */
final class BatchWork {
  private BatchWork() {}

  /**
   * Work that gives the array of what became of each element.
   *
   * @param size elements of the batch
   * @param add adds the element with this index
   * @param compute computes those added
   * @param read makes of a result what is wanted
   */
  static <R> Supplier<Object> of(
      Batch<R> batch, int size, IntConsumer add, Runnable compute, Function<R, Object> read) {
    Object[] results = new Object[size];
    return () -> {
      for (int i = 0; i < size; i++) {
        add.accept(i);
      }
      compute.run();
      for (int i = 0; i < size; i++) {
        results[i] = read.apply(batch.result(i));
      }
      batch.clear();
      return results;
    };
  }
}
