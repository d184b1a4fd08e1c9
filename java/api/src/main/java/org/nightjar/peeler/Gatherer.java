package org.nightjar.peeler;

import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The queue between those who submit and the workers. One lock guards all of it, held for less than
 * a microsecond at a time.
 *
 * <p>No wake-up is lost: a worker sleeps without a time limit only while nothing waits, or another
 * watches the time of the oldest submission. Whoever makes the queue non-empty, and whoever leaves
 * something in it, wakes a worker unless one watches; who adds the last of a batch wakes one to
 * take it. If no worker sleeps, the next one to come for work watches or takes.
 */
final class Gatherer {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition room = lock.newCondition();
  private final Waiting waiting;
  private final Histogram batchSizes = new Histogram();
  private final Histogram waits = new Histogram();
  private int watching;
  private long turnedAway;
  private boolean closed;

  Gatherer(Waiting waiting) {
    this.waiting = waiting;
  }

  /**
   * Adds a submission, when there is room.
   *
   * @throws IllegalStateException if the queue is closed, now or while this waits
   */
  void put(Submission submission) throws InterruptedException {
    lock.lock();
    try {
      while (waiting.isFull() && !closed) {
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
      if (waiting.isFull() && !closed) {
        turnedAway++;
        return false;
      }
      add(submission);
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void add(Submission submission) {
    if (closed) {
      throw new IllegalStateException("the peeler is closed");
    }
    waiting.add(submission, System.nanoTime());
    if (waiting.size() % waiting.enough() == 0 || (waiting.size() == 1 && watching == 0)) {
      work.signal();
    }
  }

  /** Waits for a batch: full, or as old as it may get. Nothing comes any more if it is empty. */
  List<Submission> take() {
    lock.lock();
    try {
      while (!closed && !isDue()) {
        sleep();
      }
      return takeOldest();
    } finally {
      lock.unlock();
    }
  }

  private boolean isDue() {
    return !waiting.isEmpty() && waiting.nanosLeft(System.nanoTime()) == 0;
  }

  private void sleep() {
    if (waiting.isEmpty()) {
      work.awaitUninterruptibly();
      return;
    }
    watching++;
    try {
      work.awaitNanos(waiting.nanosLeft(System.nanoTime()));
    } catch (InterruptedException e) {
      // Something chained to a submission interrupted its thread; a worker ends by a close only.
    } finally {
      watching--;
    }
  }

  private List<Submission> takeOldest() {
    List<Submission> taken = waiting.take();
    long now = System.nanoTime();
    for (Submission submission : taken) {
      waits.add(now - submission.queued);
      room.signal();
    }
    if (!taken.isEmpty()) {
      batchSizes.add(taken.size());
    }
    if (waiting.size() >= waiting.enough() || (!waiting.isEmpty() && watching == 0)) {
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
