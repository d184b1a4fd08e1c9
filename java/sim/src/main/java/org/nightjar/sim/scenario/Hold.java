package org.nightjar.sim.scenario;

import java.time.Duration;
import java.time.Instant;

/**
 * An HTLC that was held.
 *
 * @param node who held it
 * @param failAtHeight when it would have been failed at the latest
 * @param released whether it was released, not given up
 */
public record Hold(
    String node,
    long amountMsat,
    long failAtHeight,
    Instant begun,
    Instant ended,
    boolean released) {
  /** How long it was held, of simulated time. */
  public Duration time() {
    return Duration.between(begun, ended);
  }
}
