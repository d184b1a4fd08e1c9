package org.nightjar.peeler;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The queue between those who submit and the workers. One lock guards all of it, held for less than
 * a microsecond at a time.
 *
 * <p>No wake-up is lost: a worker sleeps without a time limit only while nothing waits. Whoever
 * makes the queue non-empty, and whoever leaves something in it, wakes one worker, which from then
 * on watches the time of the oldest submission or takes it. If no worker sleeps, the next one to
 * come for work does so.
 */
final class Gatherer {
  private final int batchSize;
  private final int capacity;
  private final long maxWaitNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition room = lock.newCondition();
  private final ArrayDeque<Submission> waiting = new ArrayDeque<>();
  private final Histogram batchSizes = new Histogram();
  private final Histogram waits = new Histogram();
  private long turnedAway;
  private boolean closed;

  Gatherer(int batchSize, int capacity, long maxWaitNanos) {
    this.batchSize = batchSize;
    this.capacity = capacity;
    this.maxWaitNanos = maxWaitNanos;
  }

  /**
   * Adds a submission, when there is room.
   *
   * @throws IllegalStateException if the queue is closed, now or while this waits
   */
  void put(Submission submission) throws InterruptedException {
    lock.lock();
    try {
      while (isFull() && !closed) {
        room.await();
      }
      add(submission);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Adds a submission if there is room.
   *
   * @return whether there was
   * @throws IllegalStateException if the queue is closed
   */
  boolean offer(Submission submission) {
    lock.lock();
    try {
      if (isFull() && !closed) {
        turnedAway++;
        return false;
      }
      add(submission);
      return true;
    } finally {
      lock.unlock();
    }
  }

  private boolean isFull() {
    return waiting.size() == capacity;
  }

  private void add(Submission submission) {
    if (closed) {
      throw new IllegalStateException("the peeler is closed");
    }
    waiting.add(submission);
    if (waiting.size() == 1 || waiting.size() % batchSize == 0) {
      work.signal();
    }
  }

  /** Waits for a batch: full, or as old as it may get. Nothing comes any more if it is empty. */
  List<Submission> take() {
    lock.lock();
    try {
      while (!isDue()) {
        sleep();
      }
      return takeOldest();
    } finally {
      lock.unlock();
    }
  }

  private boolean isDue() {
    return closed || waiting.size() >= batchSize || (!waiting.isEmpty() && nanosLeft() <= 0);
  }

  /** How long the oldest submission may still wait. */
  private long nanosLeft() {
    return waiting.element().submitted + maxWaitNanos - System.nanoTime();
  }

  private void sleep() {
    if (waiting.isEmpty()) {
      work.awaitUninterruptibly();
      return;
    }
    try {
      work.awaitNanos(nanosLeft());
    } catch (InterruptedException e) {
      // Something chained to a submission interrupted its thread; a worker ends by a close only.
    }
  }

  private List<Submission> takeOldest() {
    int count = Math.min(batchSize, waiting.size());
    List<Submission> taken = new ArrayList<>(count);
    long now = System.nanoTime();
    for (int i = 0; i < count; i++) {
      Submission submission = waiting.remove();
      waits.add(now - submission.submitted);
      taken.add(submission);
      room.signal();
    }
    if (count > 0) {
      batchSizes.add(count);
    }
    if (!waiting.isEmpty()) {
      work.signal();
    }
    return taken;
  }

  /** Adds no more; those who wait for room are told, workers take what is left. */
  void close() {
    lock.lock();
    try {
      closed = true;
      room.signalAll();
      work.signalAll();
    } finally {
      lock.unlock();
    }
  }

  PeelerMetrics metrics() {
    lock.lock();
    try {
      return new PeelerMetrics(
          System.nanoTime(),
          waiting.size(),
          turnedAway,
          batchSizes.distribution(),
          waits.distribution());
    } finally {
      lock.unlock();
    }
  }
}
