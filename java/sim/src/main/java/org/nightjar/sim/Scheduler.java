package org.nightjar.sim;

import java.time.Instant;
import java.util.PriorityQueue;

/** What happens when: time jumps from one event to the next. One thread at a time. */
final class Scheduler {
  private record Item(long at, long sequence, Runnable what) implements Comparable<Item> {
    @Override
    public int compareTo(Item other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
    }
  }

  private final PriorityQueue<Item> items = new PriorityQueue<>();
  private long now;
  private long sequence;

  Scheduler(Instant start) {
    now = start.toEpochMilli();
  }

  /** Milliseconds since 1970. */
  long now() {
    return now;
  }

  /** Does something after so many milliseconds; what is planned for one time keeps its order. */
  void after(long millis, Runnable what) {
    items.add(new Item(now + millis, sequence++, what));
  }

  /** When the next thing happens, in milliseconds since 1970; Long.MAX_VALUE for never. */
  long next() {
    return items.isEmpty() ? Long.MAX_VALUE : items.peek().at;
  }

  /** Lets the next thing happen. */
  void step() {
    Item item = items.remove();
    now = item.at;
    item.what.run();
  }

  /** Lets time pass in which nothing happens. */
  void advanceTo(long time) {
    now = Math.max(now, time);
  }
}
