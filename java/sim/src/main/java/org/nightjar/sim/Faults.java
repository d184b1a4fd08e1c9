package org.nightjar.sim;

import java.time.Duration;

/**
 * How often what goes wrong. Probabilities are 0 .. 1; a duration of zero between faults means
 * never.
 *
 * @param messageLoss of each onion message and each push
 * @param messageDuplication of each onion message
 * @param messageDelay probability that an onion message is late, by up to maxDelay
 * @param betweenDisconnections mean time between breaks of one connection
 * @param maxOutage how long a connection stays broken at most
 * @param crash probability at each persistence point
 * @param maxRestart how long a crashed node stays down at most
 * @param storeFailure probability that one call of the store fails
 * @param betweenFullDisks mean time between two times that one node's disk is full
 * @param maxFullDisk how long a disk stays full at most
 * @param betweenClockJumps mean time between jumps of one node's clock
 * @param maxClockJump how far a clock is wrong at most
 * @param reorg probability with each block
 * @param replay probability that a peer adds an HTLC once more with the same onion
 */
public record Faults(
    double messageLoss,
    double messageDuplication,
    double messageDelay,
    Duration maxDelay,
    Duration betweenDisconnections,
    Duration maxOutage,
    double crash,
    Duration maxRestart,
    double storeFailure,
    Duration betweenFullDisks,
    Duration maxFullDisk,
    Duration betweenClockJumps,
    Duration maxClockJump,
    double reorg,
    double replay) {
  private static final Duration NEVER = Duration.ZERO;

  static final Faults NONE =
      new Faults(0, 0, 0, NEVER, NEVER, NEVER, 0, NEVER, 0, NEVER, NEVER, NEVER, NEVER, 0, 0);
  static final Faults NETWORK =
      NONE.withNetwork(0.1, Duration.ofMinutes(10), Duration.ofMinutes(2));
  static final Faults CRASH = NONE.withCrashes(0.005, Duration.ofMinutes(2));
  static final Faults DISK = NONE.withDisk(0.005, Duration.ofHours(2), Duration.ofMinutes(10));
  static final Faults CLOCK = NONE.withClock(Duration.ofHours(4), Duration.ofDays(1), 0.1);
  static final Faults ALL =
      NONE.withNetwork(0.1, Duration.ofMinutes(15), Duration.ofMinutes(2))
          .withCrashes(0.003, Duration.ofMinutes(2))
          .withDisk(0.002, Duration.ofHours(6), Duration.ofMinutes(10))
          .withClock(Duration.ofHours(6), Duration.ofDays(1), 0.05);

  /** With onion messages lost, doubled and delayed at one rate, replays, and breaks. */
  public Faults withNetwork(double rate, Duration between, Duration outage) {
    return new Faults(
        rate,
        rate,
        rate,
        Duration.ofMinutes(1),
        between,
        outage,
        crash,
        maxRestart,
        storeFailure,
        betweenFullDisks,
        maxFullDisk,
        betweenClockJumps,
        maxClockJump,
        reorg,
        rate / 4);
  }

  /** With crashes. */
  public Faults withCrashes(double rate, Duration restart) {
    return new Faults(
        messageLoss,
        messageDuplication,
        messageDelay,
        maxDelay,
        betweenDisconnections,
        maxOutage,
        rate,
        restart,
        storeFailure,
        betweenFullDisks,
        maxFullDisk,
        betweenClockJumps,
        maxClockJump,
        reorg,
        replay);
  }

  /** With disks that fail. */
  public Faults withDisk(double rate, Duration between, Duration full) {
    return new Faults(
        messageLoss,
        messageDuplication,
        messageDelay,
        maxDelay,
        betweenDisconnections,
        maxOutage,
        crash,
        maxRestart,
        rate,
        between,
        full,
        betweenClockJumps,
        maxClockJump,
        reorg,
        replay);
  }

  /** With clocks that jump, and blocks that are reorganised. */
  public Faults withClock(Duration between, Duration jump, double reorgs) {
    return new Faults(
        messageLoss,
        messageDuplication,
        messageDelay,
        maxDelay,
        betweenDisconnections,
        maxOutage,
        crash,
        maxRestart,
        storeFailure,
        betweenFullDisks,
        maxFullDisk,
        between,
        jump,
        reorgs,
        replay);
  }

  /** With HTLCs that are added once more. */
  public Faults withReplays(double rate) {
    return new Faults(
        messageLoss,
        messageDuplication,
        messageDelay,
        maxDelay,
        betweenDisconnections,
        maxOutage,
        crash,
        maxRestart,
        storeFailure,
        betweenFullDisks,
        maxFullDisk,
        betweenClockJumps,
        maxClockJump,
        reorg,
        rate);
  }
}
