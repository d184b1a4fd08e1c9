package org.nightjar;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntSupplier;
import java.util.function.LongToIntFunction;
import org.nightjar.spi.Backend;

/**
 * Independent elements of one shape that are computed together: one crossing to native code for all
 * of them, where eight go through the registers at once. All batches are used alike: add elements,
 * call the method that computes them, read the results, {@link #clear}, and use it again.
 *
 * <p>Each result is what the single call gives for this element, its exceptions included; a bad
 * element changes no other. A batch keeps its elements in direct memory of its own, so what was
 * added may be changed or closed at once, and only results are allocated. With a provider that has
 * no batches (jna for most, bc) it is a loop over single calls. Not for use by two threads at once.
 *
 * @param <R> the result of an element
 */
public abstract sealed class Batch<R>
    permits BuildBatch, EcdhBatch, PathBatch, PeelBatch, PublicKeyBatch, UnblindBatch, VerifyBatch {
  private final int capacity;
  private final List<Column> secrets = new ArrayList<>();
  private int count;
  private int computed;

  /**
   * @param capacity most elements, 1 to {@link Backend#BATCH_MAX_COUNT}
   * @param widest bytes of an element's widest column: no column may exceed 2 GiB
   */
  Batch(int capacity, int widest) {
    this.capacity = inRange(capacity, 1, Backend.BATCH_MAX_COUNT, "capacity");
    if ((long) capacity * widest > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          capacity + " elements need more than 2 GiB: use a smaller capacity");
    }
  }

  static int inRange(int value, int min, int max, String what) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          min == max
              ? what + " is " + value + ", must be " + min
              : what + " is " + value + ", must be " + min + " to " + max);
    }
    return value;
  }

  /** A column of what is public. */
  final Column column(int width) {
    return column(1, width);
  }

  /** A column of so many parts of each element. */
  final Column column(int parts, int width) {
    return Column.of(capacity * parts, width);
  }

  /** A column that {@link #clear} wipes. */
  final Column secretColumn(int width) {
    Column column = column(width);
    secrets.add(column);
    return column;
  }

  /** Elements added since the last {@link #clear}. */
  public final int size() {
    return count;
  }

  /** Whether no element can be added before a {@link #clear}. */
  public final boolean isFull() {
    return count == capacity;
  }

  /** The index of the element that is about to be added; {@link #added} follows. */
  final int next() {
    if (isFull()) {
      throw new IllegalStateException("the batch is full at " + capacity + " elements");
    }
    return count;
  }

  /** The element at {@link #next} is complete. */
  final void added() {
    count++;
  }

  /** Makes the call that computes every element added. */
  final void compute(IntSupplier call) {
    computed = 0;
    Errors.check(call.getAsInt());
    computed = count;
  }

  /** Makes the call that computes every element added, which takes the handle of a key. */
  final void compute(Backend backend, NodeKey key, LongToIntFunction call) {
    computed = 0;
    long handle = key.acquire(backend);
    try {
      compute(() -> call.applyAsInt(handle));
    } finally {
      key.release();
    }
  }

  /**
   * The result of one element, in the order of adding: what the single call gives, or throws, for
   * it. A copy of its own.
   *
   * @throws IndexOutOfBoundsException if no element with this index was computed
   */
  public final R result(int index) {
    return read(Objects.checkIndex(index, computed));
  }

  /** Reads the result of an element that was computed. */
  abstract R read(int index);

  /** Forgets elements and results, and wipes the memory of all that is secret in them. */
  public void clear() {
    for (Column column : secrets) {
      column.wipe(count);
    }
    count = 0;
    computed = 0;
  }
}
