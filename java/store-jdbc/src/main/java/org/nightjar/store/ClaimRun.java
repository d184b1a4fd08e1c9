package org.nightjar.store;

import java.util.Arrays;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Where the claims of a run lie, by the tails of their ids: a hash table in one array. An entry is
 * a tail (upper 32 bits) and how far the claim's number is from the run's base (lower 32, from 1).
 */
final class ClaimRun {
  private static final int FIRST_LENGTH = 1 << 10;
  private static final int SPREAD = 0x9e3779b1;

  /** The number before the run's first. */
  final long base;

  private long[] slots = new long[FIRST_LENGTH];
  private int size;
  private long @Nullable [] sorted;

  ClaimRun(long base) {
    this.base = base;
  }

  /**
   * Adds a claim.
   *
   * @param number from base + 1 to base + 2^31 - 1
   */
  void add(int tail, long number) {
    if (2 * size >= slots.length) {
      long[] old = slots;
      slots = new long[2 * old.length];
      for (long entry : old) {
        if (entry != 0) {
          put(entry);
        }
      }
    }
    put((long) tail << 32 | number - base);
    size++;
    sorted = null;
  }

  private void put(long entry) {
    int at = slot(tail(entry));
    while (slots[at] != 0) {
      at = next(at);
    }
    slots[at] = entry;
  }

  /** Gives the numbers of the claims with a tail. */
  void find(int tail, LongConsumer found) {
    for (int at = slot(tail); slots[at] != 0; at = next(at)) {
      if (tail(slots[at]) == tail) {
        found.accept(number(slots[at]));
      }
    }
  }

  /** All entries, by tail and then number; not to be changed. */
  long[] entries() {
    long[] entries = sorted;
    if (entries == null) {
      entries = Arrays.stream(slots).filter(entry -> entry != 0).toArray();
      Arrays.sort(entries);
      sorted = entries;
    }
    return entries;
  }

  static int tail(long entry) {
    return (int) (entry >> 32);
  }

  long number(long entry) {
    return base + (int) entry;
  }

  private int slot(int tail) {
    return tail * SPREAD >>> Integer.numberOfLeadingZeros(slots.length - 1);
  }

  private int next(int at) {
    return at + 1 & slots.length - 1;
  }
}
