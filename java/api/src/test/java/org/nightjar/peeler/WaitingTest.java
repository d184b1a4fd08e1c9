package org.nightjar.peeler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.nightjar.OnionPacket;

/** When a batch is due and what is in it, at times that the test says. */
class WaitingTest {
  private static final OnionPacket PACKET = OnionPacket.of(new byte[0]);
  private static final long WAIT = 100;
  private static final long NEVER = 1L << 60;

  private static Submission submission() {
    return new Submission(PACKET, new byte[0], null);
  }

  private static Waiting of(int batchSize, long... times) {
    Waiting waiting = new Waiting(batchSize, 4096, WAIT);
    LongStream.of(times).forEach(now -> waiting.add(submission(), now));
    return waiting;
  }

  @Test
  void theOldestDecidesWhenLessThanTheLanesAreDue() {
    Waiting waiting = of(64, 1000, 1010, 1090);
    assertThat(waiting.nanosLeft(1000)).isEqualTo(WAIT);
    assertThat(waiting.nanosLeft(1099)).isOne();
    assertThat(waiting.nanosLeft(1100)).isZero();
    assertThat(waiting.nanosLeft(2000)).isZero();
    assertThat(waiting.take()).hasSize(3);
    assertThat(waiting.isEmpty()).isTrue();
  }

  @Test
  void timesMayWrap() {
    Waiting waiting = of(64, Long.MAX_VALUE - 10);
    assertThat(waiting.nanosLeft(Long.MIN_VALUE + 9)).isEqualTo(80);
    assertThat(waiting.nanosLeft(Long.MIN_VALUE + 89)).isZero();
  }

  @Test
  void fullLanesWaitForNothing() {
    Waiting waiting = of(64, LongStream.range(0, 7).toArray());
    assertThat(waiting.nanosLeft(10)).isEqualTo(WAIT - 10);
    waiting.add(submission(), 10);
    assertThat(waiting.nanosLeft(10)).isZero();
    assertThat(of(3, 0, 0, 0).nanosLeft(0)).as("batches of less").isZero();
  }

  @Test
  void lanesAreTakenFullAndTheRestIsYounger() {
    Waiting waiting = of(64, LongStream.range(0, 83).toArray());
    assertThat(queued(waiting.take())).containsExactly(LongStream.range(0, 64).toArray());
    assertThat(queued(waiting.take())).containsExactly(LongStream.range(64, 80).toArray());
    assertThat(waiting.nanosLeft(90)).isEqualTo(80 + WAIT - 90);
    assertThat(queued(waiting.take())).containsExactly(80, 81, 82);
    assertThat(of(12, new long[20]).take()).hasSize(8);
    assertThat(of(5, new long[20]).take()).hasSize(5);
  }

  private static long[] queued(List<Submission> taken) {
    return taken.stream().mapToLong(submission -> submission.queued).toArray();
  }

  /**
   * A worker takes what is due and peels for a while, again and again. No packet waits longer than
   * it may while the worker is free, and only time makes it take less than fills the lanes.
   */
  @Test
  void noPacketWaitsLongerThanItMayForAFreeWorker() {
    long seed = Long.getLong("nightjar.seed", System.nanoTime());
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 200; round++) {
      int gap = random.nextInt(1, 60);
      long[] arrivals = random.longs(300, 0, 300 * gap).sorted().toArray();
      Waiting waiting = of(random.nextInt(1, 70));
      int arrived = 0;
      long free = 0;
      for (long now = 0; arrived < arrivals.length || !waiting.isEmpty(); ) {
        while (arrived < arrivals.length && arrivals[arrived] <= now) {
          waiting.add(submission(), arrivals[arrived++]);
        }
        long left = waiting.isEmpty() ? NEVER : waiting.nanosLeft(now);
        if (left > 0) {
          now = Math.min(now + left, arrived < arrivals.length ? arrivals[arrived] : NEVER);
          continue;
        }
        boolean enough = waiting.size() >= waiting.enough();
        long[] queued = queued(waiting.take());
        assertThat(enough || now - queued[0] >= WAIT).as("seed %d", seed).isTrue();
        assertThat(now - Math.max(free, queued[0])).as("seed %d", seed).isLessThanOrEqualTo(WAIT);
        assertThat(queued).as("seed %d", seed).isSorted();
        now += random.nextLong(300);
        free = now;
      }
    }
  }
}
