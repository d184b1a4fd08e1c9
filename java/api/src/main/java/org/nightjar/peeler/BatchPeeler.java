package org.nightjar.peeler;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.nightjar.Nightjar;
import org.nightjar.NodeKey;
import org.nightjar.OnionPacket;
import org.nightjar.Peeled;
import org.nightjar.PublicKey;

/**
 * Gathers packets that many threads submit one by one into batches, which a few threads of its own
 * peel: what each submission gets is what {@link Nightjar#peel} gives. Eight packets peeled
 * together cost little more than one, so under load this is several times as fast as peeling each
 * alone.
 *
 * <p>A batch is peeled when there are eight, or when its oldest packet has waited as long as it
 * may; after that a packet only waits for a free thread, and goes with all that came meanwhile, by
 * eights. The queue is bounded: {@link #submit} waits for room, {@link #trySubmit} does not. Every
 * accepted submission is answered: with a fault of the provider if there is one, which the other
 * batches do not notice, and before {@link #close} returns.
 *
 * <p>Safe for any number of threads.
 */
public final class BatchPeeler implements AutoCloseable {
  private final Gatherer gatherer;
  private final List<Thread> workers = new ArrayList<>();

  private BatchPeeler(Builder builder) {
    gatherer =
        new Gatherer(
            new Waiting(builder.batchSize, builder.queueCapacity, builder.maxWait.toNanos()));
    for (int i = 0; i < builder.workers; i++) {
      Thread thread = new Thread(new PeelWorker(builder, gatherer), "nightjar-peeler-" + i);
      thread.setDaemon(true);
      workers.add(thread);
    }
    workers.forEach(Thread::start);
  }

  /**
   * A peeler for payments: packets of 1366 bytes with 32 of associated data.
   *
   * @param key stays the caller's to close, after this peeler
   */
  public static Builder forPayments(Nightjar nightjar, NodeKey key) {
    return new Builder(nightjar, key, 32);
  }

  /**
   * A peeler for onion messages: packets of 1366 bytes without associated data. The large ones are
   * peeled one by one.
   *
   * @param key stays the caller's to close, after this peeler
   */
  public static Builder forMessages(Nightjar nightjar, NodeKey key) {
    return new Builder(nightjar, key, 0);
  }

  /** How a peeler shall work; every number has a default that suits a server. */
  public static final class Builder {
    final Nightjar nightjar;
    final NodeKey key;
    final int assocLength;
    private int batchSize = 64;
    private int queueCapacity = 4096;
    private int workers = Runtime.getRuntime().availableProcessors();
    private Duration maxWait = Duration.ofNanos(100_000);

    private Builder(Nightjar nightjar, NodeKey key, int assocLength) {
      this.nightjar = Objects.requireNonNull(nightjar, "nightjar");
      this.key = Objects.requireNonNull(key, "key");
      this.assocLength = assocLength;
    }

    /** The most packets that are peeled together, 1 to 65536: 64 unless set. Best by eights. */
    public Builder batchSize(int packets) {
      batchSize = packets;
      return this;
    }

    int batchSize() {
      return batchSize;
    }

    /**
     * The longest that a packet waits for others to make a batch with: 100 microseconds unless set.
     * Zero gathers only what comes while all threads are busy.
     */
    public Builder maxWait(Duration wait) {
      maxWait = Objects.requireNonNull(wait, "wait");
      return this;
    }

    /** The most packets that wait, at least a batch: 4096 unless set. */
    public Builder queueCapacity(int packets) {
      queueCapacity = packets;
      return this;
    }

    /** Threads that peel: one for each processor unless set. */
    public Builder workers(int threads) {
      workers = threads;
      return this;
    }

    /**
     * Starts the threads.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    public BatchPeeler start() {
      if (workers < 1 || queueCapacity < batchSize || maxWait.isNegative()) {
        throw new IllegalArgumentException(
            workers
                + " workers, a queue of "
                + queueCapacity
                + " and batches of "
                + batchSize
                + ", a wait of "
                + maxWait
                + ": there must be a worker, room for a batch, and no negative wait");
      }
      return new BatchPeeler(this);
    }
  }

  /**
   * Submits a packet, and waits for room in the queue if it is full.
   *
   * @param packet what the peer sent, of any length
   * @param assoc the payment hash for a payment, nothing for an onion message; copied
   * @param pathKey the path key that came with the packet on a blinded route, or null
   * @return what {@link Nightjar#peel} gives or throws. What is chained to it runs on the thread
   *     that peels, or one that chains to it or waits for it, unless it is asynchronous: keep it
   *     short. A cancelled one is peeled all the same
   * @throws InterruptedException if the thread is interrupted while it waits: nothing is submitted
   * @throws IllegalStateException if the peeler is closed, also while this waits
   */
  public CompletableFuture<Peeled> submit(
      OnionPacket packet, byte[] assoc, @Nullable PublicKey pathKey) throws InterruptedException {
    Submission submission = new Submission(packet, assoc, pathKey);
    gatherer.put(submission);
    return submission;
  }

  /**
   * Submits a packet as {@link #submit} does, if there is room in the queue.
   *
   * @return nothing if the queue is full
   * @throws IllegalStateException if the peeler is closed
   */
  public Optional<CompletableFuture<Peeled>> trySubmit(
      OnionPacket packet, byte[] assoc, @Nullable PublicKey pathKey) {
    Submission submission = new Submission(packet, assoc, pathKey);
    return gatherer.offer(submission) ? Optional.of(submission) : Optional.empty();
  }

  /** What it did so far. */
  public PeelerMetrics metrics() {
    return gatherer.metrics();
  }

  /**
   * Takes no more submissions, answers those it has, and ends its threads. Called by what is
   * chained to a submission, it does not wait for the thread it runs on.
   */
  @Override
  public void close() {
    gatherer.close();
    boolean interrupted = false;
    for (Thread worker : workers) {
      while (worker != Thread.currentThread() && worker.isAlive()) {
        try {
          worker.join();
        } catch (InterruptedException e) {
          interrupted = true; // submissions are still to be answered
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
