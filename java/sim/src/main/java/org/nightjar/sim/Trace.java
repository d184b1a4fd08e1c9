package org.nightjar.sim;

import java.time.Instant;

/** Learns what happens in a simulation, in order. */
@FunctionalInterface
public interface Trace {
  /** Something happened at this simulated time. */
  void on(Instant at, TraceEvent event);
}
