package org.nightjar.peeler;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The packets that wait, oldest first, and how many of them are a batch, when. Knows no thread and
 * no clock: every time is the caller's, in nanoseconds, none earlier than the one before.
 */
final class Waiting {
  /** As many packets as native code peels at the price of one. */
  static final int LANES = 8;

  private final int batchSize;
  private final int capacity;
  private final long maxWaitNanos;
  private final ArrayDeque<Submission> submissions = new ArrayDeque<>();

  Waiting(int batchSize, int capacity, long maxWaitNanos) {
    this.batchSize = batchSize;
    this.capacity = capacity;
    this.maxWaitNanos = maxWaitNanos;
  }

  int size() {
    return submissions.size();
  }

  boolean isEmpty() {
    return submissions.isEmpty();
  }

  boolean isFull() {
    return submissions.size() == capacity;
  }

  void add(Submission submission, long now) {
    submission.queued = now;
    submissions.add(submission);
  }

  /** The fewest packets that need not wait for others. */
  int enough() {
    return Math.min(batchSize, LANES);
  }

  /** How long nothing is to be peeled unless more come: 0 if there is a batch now. Not if empty. */
  long nanosLeft(long now) {
    long waited = now - submissions.element().queued;
    return size() >= enough() ? 0 : Math.max(0, maxWaitNanos - waited);
  }

  /**
   * Takes the oldest packets, of which none waited longer than it may if one does so now. More than
   * fill the lanes are taken by lanes full: the rest is younger, and a lane that stays empty costs
   * as much.
   */
  List<Submission> take() {
    int count = Math.min(batchSize, size());
    if (count > LANES) {
      count -= count % LANES;
    }
    List<Submission> taken = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      taken.add(submissions.remove());
    }
    return taken;
  }
}
