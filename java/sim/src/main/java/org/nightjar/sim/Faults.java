package org.nightjar.sim;

import java.time.Duration;

/**
 * How often what goes wrong. Probabilities are 0 .. 1; a mean time of zero between faults means
 * never.
 *
 * @param replay probability that a peer adds an HTLC once more with the same onion, and that one
 *     gives a release path for an HTLC which it was not asked to hold
 */
public record Faults(
    Network network, Crashes crashes, Disks disks, Clocks clocks, Closes closes, double replay) {
  private static final Duration NEVER = Duration.ZERO;
  private static final Duration OUTAGE = Duration.ofMinutes(2);
  private static final Duration FULL = Duration.ofMinutes(10);
  private static final Duration DAY = Duration.ofDays(1);

  private static final Network CALM = new Network(0, NEVER, NEVER, NEVER);
  private static final Crashes NO_CRASHES = new Crashes(0, NEVER);
  private static final Disks GOOD_DISKS = new Disks(0, NEVER, NEVER);
  private static final Clocks RIGHT_CLOCKS = new Clocks(NEVER, NEVER, 0);
  private static final Closes NO_CLOSES = new Closes(NEVER, 0);

  static final Faults NONE = new Faults(CALM, NO_CRASHES, GOOD_DISKS, RIGHT_CLOCKS, NO_CLOSES, 0);
  static final Faults NETWORK =
      new Faults(
          network(Duration.ofMinutes(10)), NO_CRASHES, GOOD_DISKS, RIGHT_CLOCKS, NO_CLOSES, 0.025);
  static final Faults CRASH =
      new Faults(CALM, new Crashes(0.005, OUTAGE), GOOD_DISKS, RIGHT_CLOCKS, NO_CLOSES, 0);
  static final Faults DISK =
      new Faults(
          CALM,
          NO_CRASHES,
          new Disks(0.005, Duration.ofHours(2), FULL),
          RIGHT_CLOCKS,
          NO_CLOSES,
          0);
  static final Faults CLOCK =
      new Faults(
          CALM, NO_CRASHES, GOOD_DISKS, new Clocks(Duration.ofHours(4), DAY, 0.1), NO_CLOSES, 0);
  static final Faults CLOSE =
      new Faults(
          CALM, NO_CRASHES, GOOD_DISKS, RIGHT_CLOCKS, new Closes(Duration.ofHours(1), 0.02), 0);
  static final Faults ALL =
      new Faults(
          network(Duration.ofMinutes(15)),
          new Crashes(0.003, OUTAGE),
          new Disks(0.002, Duration.ofHours(6), FULL),
          new Clocks(Duration.ofHours(6), DAY, 0.05),
          new Closes(Duration.ofHours(4), 0.01),
          0.025);

  /**
   * What connects peers.
   *
   * @param disturbance probability that an onion message is lost, that it is doubled, and that it
   *     is late; and that a push is lost
   * @param maxDelay how late an onion message is at most
   * @param betweenBreaks mean time between breaks of one connection
   * @param maxOutage how long a connection stays broken at most
   */
  public record Network(
      double disturbance, Duration maxDelay, Duration betweenBreaks, Duration maxOutage) {}

  /**
   * Nodes that crash.
   *
   * @param rate probability at each persistence point
   * @param maxRestart how long a crashed node stays down at most
   */
  public record Crashes(double rate, Duration maxRestart) {}

  /**
   * Disks that fail.
   *
   * @param failure probability that one call of the store fails
   * @param betweenFull mean time between two times that one node's disk is full
   * @param maxFull how long a disk stays full at most
   */
  public record Disks(double failure, Duration betweenFull, Duration maxFull) {}

  /**
   * Clocks that jump, and blocks that are reorganised.
   *
   * @param betweenJumps mean time between jumps of one node's clock
   * @param maxJump how far a clock is wrong at most
   * @param reorg probability with each block
   */
  public record Clocks(Duration betweenJumps, Duration maxJump, double reorg) {}

  /**
   * Channels that an end closes without its peer.
   *
   * @param between mean time between two of them in the whole network
   * @param hurry probability with each block that a day's blocks come in a while, so that who
   *     sleeps returns too late, and peers must close channels
   */
  public record Closes(Duration between, double hurry) {}

  private static Network network(Duration betweenBreaks) {
    return new Network(0.1, Duration.ofMinutes(1), betweenBreaks, OUTAGE);
  }

  /** With HTLCs that are added once more. */
  public Faults withReplays(double rate) {
    return new Faults(network, crashes, disks, clocks, closes, rate);
  }
}
