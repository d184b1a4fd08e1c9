package org.nightjar.peeler;

/**
 * What a {@link BatchPeeler} did since its start. Two of them give the rate of the time between.
 *
 * @param nanoTime when this was read, on the clock of {@link System#nanoTime}
 * @param waiting packets in the queue now
 * @param turnedAway packets that {@link BatchPeeler#trySubmit} found no room for
 * @param batchSizes packets of each batch
 * @param waits how long each packet was in the queue before a thread took it, in nanoseconds
 */
public record PeelerMetrics(
    long nanoTime, int waiting, long turnedAway, Distribution batchSizes, Distribution waits) {

  /** Packets that were taken out of the queue to be peeled. */
  public long packets() {
    return waits.count();
  }

  /** Packets per second since an earlier reading of the same peeler; 0 if no time has passed. */
  public double rateSince(PeelerMetrics earlier) {
    long nanos = nanoTime - earlier.nanoTime;
    return nanos <= 0 ? 0 : (packets() - earlier.packets()) * 1e9 / nanos;
  }
}
