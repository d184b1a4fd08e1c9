package org.nightjar.peeler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nightjar.FakeBackend;
import org.nightjar.Fakes;
import org.nightjar.Nightjar;
import org.nightjar.NightjarException;
import org.nightjar.NodeKey;
import org.nightjar.OnionPacket;
import org.nightjar.Peeled;
import org.nightjar.RejectReason;
import org.nightjar.SecretKey;
import org.nightjar.spi.Status;

@Timeout(60)
class BatchPeelerTest {
  private static final Duration FOR_EVER = Duration.ofDays(1);
  private static final byte[] ASSOC = new byte[32];
  private static final OnionPacket GOOD = packet(Status.OK, 2);

  /** While it has no permits, workers stay in the provider. */
  private final Semaphore provider = new Semaphore(Integer.MAX_VALUE / 2);

  /** What the provider throws, if anything. */
  private final AtomicReference<Error> error = new AtomicReference<>();

  private final FakeBackend backend =
      new FakeBackend() {
        @Override
        protected void whileInUse() {
          provider.acquireUninterruptibly();
          provider.release();
          Error thrown = error.get();
          if (thrown != null) {
            throw thrown;
          }
        }
      };
  private final Nightjar nightjar = Fakes.nightjar(backend);
  private final NodeKey key = nightjar.nodeKey(SecretKey.of(new byte[32]));
  private final List<BatchPeeler> started = new ArrayList<>();

  private static OnionPacket packet(int status, int payloadLength) {
    return OnionPacket.of(FakeBackend.packet(OnionPacket.PAYMENT_LENGTH, status, payloadLength));
  }

  private BatchPeeler.Builder builder() {
    return BatchPeeler.forPayments(nightjar, key).workers(1).batchSize(4).maxWait(FOR_EVER);
  }

  private BatchPeeler start(BatchPeeler.Builder builder) {
    BatchPeeler peeler = builder.start();
    started.add(peeler);
    return peeler;
  }

  @AfterEach
  void close() {
    provider.release(Integer.MAX_VALUE / 4);
    started.forEach(BatchPeeler::close);
  }

  private static CompletableFuture<Peeled> submit(BatchPeeler peeler) throws Exception {
    return peeler.submit(GOOD, ASSOC, null);
  }

  private static void isGood(CompletableFuture<Peeled> answer) throws Exception {
    assertThat(((Peeled.Forward) answer.get()).payload()).containsOnly(FakeBackend.FILL);
  }

  @Test
  void oneSubmissionIsAnsweredThoughNoOtherComes() throws Exception {
    isGood(submit(start(builder().maxWait(Duration.ofMillis(1)))));
    isGood(submit(start(builder().maxWait(Duration.ZERO))));
  }

  @Test
  void aFullBatchIsPeeledAtOnceAndEachGetsItsOwnAnswer() throws Exception {
    BatchPeeler peeler = start(builder());
    List<CompletableFuture<Peeled>> answers = new ArrayList<>();
    for (int i = 2; i < 5; i++) {
      answers.add(peeler.submit(packet(Status.OK, i), ASSOC, null));
    }
    answers.add(peeler.submit(packet(Status.PEER_ONION_HMAC, 0), ASSOC, null));
    for (int i = 2; i < 5; i++) {
      assertThat(((Peeled.Forward) answers.get(i - 2).get()).payload()).hasSize(i);
    }
    assertThat(((Peeled.Rejected) answers.get(3).get()).reason())
        .isEqualTo(RejectReason.ONION_HMAC);
    assertThat(backend.lastCount).isEqualTo(4);
  }

  @Test
  void lessThanABatchWaitsForMore() throws Exception {
    BatchPeeler peeler = start(builder());
    CompletableFuture<Peeled> first = submit(peeler);
    submit(peeler);
    submit(peeler);
    assertThatThrownBy(() -> first.get(50, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    assertThat(peeler.metrics().waiting()).isEqualTo(3);
    submit(peeler);
    isGood(first);
    assertThat(peeler.metrics().waiting()).isZero();
  }

  @Test
  void closeAnswersThoseThatWait() throws Exception {
    BatchPeeler peeler = start(builder());
    CompletableFuture<Peeled> waiting = submit(peeler);
    peeler.close();
    assertThat(waiting).isDone();
    isGood(waiting);
    assertThatThrownBy(() -> submit(peeler)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> peeler.trySubmit(GOOD, ASSOC, null))
        .isInstanceOf(IllegalStateException.class);
    peeler.close();
  }

  /** A batch is in the provider, which stays there, and another fills the queue. */
  private BatchPeeler fullQueue(List<CompletableFuture<Peeled>> answers) throws Exception {
    provider.drainPermits();
    BatchPeeler peeler = start(builder().queueCapacity(4));
    for (int i = 0; i < 8; i++) {
      answers.add(submit(peeler));
    }
    return peeler;
  }

  @Test
  void aFullQueueTurnsAway() throws Exception {
    List<CompletableFuture<Peeled>> answers = new ArrayList<>();
    BatchPeeler peeler = fullQueue(answers);
    assertThat(peeler.trySubmit(GOOD, ASSOC, null)).isEmpty();
    assertThat(peeler.trySubmit(GOOD, ASSOC, null)).isEmpty();
    assertThat(peeler.metrics().turnedAway()).isEqualTo(2);
    provider.release();
    for (CompletableFuture<Peeled> answer : answers) {
      isGood(answer);
    }
    assertThat(peeler.trySubmit(GOOD, ASSOC, null)).isPresent();
  }

  @Test
  void aFullQueueMakesSubmittersWaitForRoom() throws Exception {
    List<CompletableFuture<Peeled>> answers = new ArrayList<>();
    BatchPeeler peeler = fullQueue(answers);
    Submitter late = new Submitter(peeler);
    late.untilItWaits();
    provider.release();
    isGood(answers.get(7));
    late.join();
    assertThat(late.thrown).isNull();
    peeler.close();
    isGood(late.answer);
  }

  @Test
  void whoWaitsForRoomIsToldOfACloseOrAnInterrupt() throws Exception {
    List<CompletableFuture<Peeled>> answers = new ArrayList<>();
    BatchPeeler peeler = fullQueue(answers);
    Submitter interrupted = new Submitter(peeler);
    Submitter closed = new Submitter(peeler);
    interrupted.untilItWaits();
    closed.untilItWaits();
    interrupted.interrupt();
    interrupted.join();
    assertThat(interrupted.thrown).isInstanceOf(InterruptedException.class);
    Thread closing = new Thread(peeler::close);
    closing.start();
    closed.join();
    assertThat(closed.thrown).isInstanceOf(IllegalStateException.class);
    provider.release();
    closing.join();
    assertThat(answers).allMatch(CompletableFuture::isDone);
    assertThat(peeler.metrics().packets()).isEqualTo(8);
  }

  /** A thread that submits once. */
  private static final class Submitter extends Thread {
    private final BatchPeeler peeler;
    private volatile CompletableFuture<Peeled> answer;
    private volatile Throwable thrown;

    Submitter(BatchPeeler peeler) {
      this.peeler = peeler;
      start();
    }

    @Override
    public void run() {
      try {
        answer = submit(peeler);
      } catch (Exception e) {
        thrown = e;
      }
    }

    void untilItWaits() throws InterruptedException {
      while (getState() != State.WAITING) {
        sleep(1);
      }
    }
  }

  @Test
  void aFaultFailsItsBatchAndNoOther() throws Exception {
    BatchPeeler peeler = start(builder().batchSize(2));
    backend.status = Status.INTERNAL;
    failsWith(NightjarException.class, submit(peeler), submit(peeler));
    backend.status = Status.OK;
    error.set(new StackOverflowError("of a test"));
    failsWith(StackOverflowError.class, submit(peeler), submit(peeler));
    error.set(null);
    CompletableFuture<Peeled> next = submit(peeler);
    isGood(submit(peeler));
    isGood(next);
  }

  @SafeVarargs
  private static void failsWith(Class<?> fault, CompletableFuture<Peeled>... answers) {
    for (CompletableFuture<Peeled> answer : answers) {
      assertThatThrownBy(answer::get)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(fault.asSubclass(Throwable.class));
    }
  }

  @Test
  void aClosedKeyFailsEverySubmission() throws Exception {
    BatchPeeler peeler = start(builder().batchSize(1));
    key.close();
    failsWith(IllegalStateException.class, submit(peeler));
    failsWith(IllegalStateException.class, submit(peeler));
  }

  @Test
  void packetsOfAnotherShapeArePeeledAlone() throws Exception {
    BatchPeeler peeler = start(builder());
    OnionPacket larger = OnionPacket.of(FakeBackend.packet(32_834, Status.OK, 9));
    CompletableFuture<Peeled> large = peeler.submit(larger, ASSOC, null);
    CompletableFuture<Peeled> none = peeler.submit(OnionPacket.of(new byte[3]), ASSOC, null);
    CompletableFuture<Peeled> longer = peeler.submit(GOOD, new byte[65_536], null);
    isGood(peeler.submit(GOOD, ASSOC, null));
    assertThat(backend.lastCount).isOne();
    assertThat(((Peeled.Forward) large.get()).payload()).hasSize(9);
    assertThat(((Peeled.Rejected) none.get()).reason()).isEqualTo(RejectReason.ONION_LENGTH);
    failsWith(IllegalArgumentException.class, longer);
  }

  @Test
  void whatWasSubmittedMayChangeAfterwards() throws Exception {
    byte[] assoc = new byte[32];
    BatchPeeler peeler = start(builder().batchSize(2));
    CompletableFuture<Peeled> answer = peeler.submit(GOOD, assoc, null);
    assoc[0] = 1;
    submit(peeler);
    isGood(answer);
    assertThatThrownBy(() -> peeler.submit(null, ASSOC, null))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> peeler.submit(GOOD, null, null))
        .isInstanceOf(NullPointerException.class);
  }

  @Test
  void whatIsChainedMayCloseInterruptOrThrow() throws Exception {
    BatchPeeler peeler = start(builder().batchSize(1).workers(2));
    chain(peeler, () -> Thread.currentThread().interrupt());
    chain(
        peeler,
        () -> {
          throw new IllegalArgumentException("of a test");
        });
    isGood(submit(peeler));
    chain(peeler, peeler::close);
    assertThatThrownBy(() -> submit(peeler)).isInstanceOf(IllegalStateException.class);
  }

  /**
   * Has a worker run this. Chained when the answer is there, this thread would; and whoever waits
   * for an answer may run what is chained to it, so this waits for what comes after.
   */
  private void chain(BatchPeeler peeler, Runnable task) throws Exception {
    provider.drainPermits();
    CompletableFuture<Peeled> answer = submit(peeler);
    CompletableFuture<Void> after = answer.thenRun(task).exceptionally(thrown -> null);
    provider.release();
    after.get();
    isGood(answer);
  }

  @Test
  void everyAcceptedSubmissionIsAnsweredWhenClosedUnderLoad() throws Exception {
    for (int round = 0; round < 50; round++) {
      BatchPeeler peeler =
          start(builder().workers(3).queueCapacity(8).maxWait(Duration.ofNanos(round * 1000)));
      Queue<CompletableFuture<Peeled>> answers = new ConcurrentLinkedQueue<>();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        threads.add(new Thread(() -> submitUntilClosed(peeler, answers)));
      }
      threads.forEach(Thread::start);
      while (answers.size() < 100) {
        Thread.onSpinWait();
      }
      peeler.close();
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(answers).allMatch(CompletableFuture::isDone);
      for (CompletableFuture<Peeled> answer : answers) {
        isGood(answer);
      }
      PeelerMetrics metrics = peeler.metrics();
      assertThat(metrics.packets()).isEqualTo(answers.size());
      assertThat(metrics.batchSizes().sum()).isEqualTo(answers.size());
      assertThat(metrics.waiting()).isZero();
    }
  }

  /** A lost wake-up would leave somebody waiting: nothing but its time ever frees a last packet. */
  @Test
  void submittersThatWaitForTheirAnswersAllGetThem() throws Exception {
    for (int workers = 1; workers <= 4; workers++) {
      BatchPeeler peeler = start(builder().workers(workers).maxWait(Duration.ofNanos(20_000)));
      List<Thread> threads = new ArrayList<>();
      Queue<Throwable> thrown = new ConcurrentLinkedQueue<>();
      for (int i = 0; i < 6; i++) {
        Thread thread = new Thread(() -> submitBursts(peeler));
        thread.setUncaughtExceptionHandler((t, e) -> thrown.add(e));
        threads.add(thread);
      }
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(thrown).isEmpty();
    }
  }

  /** Bursts of one to nine, each answered before the next. */
  private static void submitBursts(BatchPeeler peeler) {
    try {
      for (int burst = 0; burst < 1000; burst++) {
        List<CompletableFuture<Peeled>> answers = new ArrayList<>();
        for (int i = 0; i <= burst % 9; i++) {
          answers.add(submit(peeler));
        }
        for (CompletableFuture<Peeled> answer : answers) {
          isGood(answer);
        }
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void submitUntilClosed(
      BatchPeeler peeler, Queue<CompletableFuture<Peeled>> answers) {
    try {
      for (int i = 0; ; i++) {
        if (i % 2 == 0) {
          answers.add(submit(peeler));
        } else {
          peeler.trySubmit(GOOD, ASSOC, null).ifPresent(answers::add);
        }
      }
    } catch (IllegalStateException e) {
      // closed
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void metricsTellSizesWaitsAndRate() throws Exception {
    BatchPeeler peeler = start(builder());
    PeelerMetrics before = peeler.metrics();
    assertThat(before.packets()).isZero();
    assertThat(before.rateSince(before)).isZero();
    List<CompletableFuture<Peeled>> answers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      answers.add(submit(peeler));
    }
    for (CompletableFuture<Peeled> answer : answers) {
      answer.get();
    }
    PeelerMetrics after = peeler.metrics();
    assertThat(after.packets()).isEqualTo(8);
    assertThat(after.batchSizes().count()).isEqualTo(2);
    assertThat(after.batchSizes().mean()).isEqualTo(4);
    assertThat(after.waits().max()).isPositive();
    assertThat(after.rateSince(before)).isPositive();
    assertThat(after.turnedAway()).isZero();
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    List<BatchPeeler.Builder> wrong =
        List.of(
            builder().workers(0),
            builder().batchSize(0),
            builder().batchSize(-1),
            builder().batchSize(65_537).queueCapacity(65_537),
            builder().queueCapacity(3),
            builder().maxWait(Duration.ofNanos(-1)));
    for (BatchPeeler.Builder builder : wrong) {
      assertThatThrownBy(() -> start(builder)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
