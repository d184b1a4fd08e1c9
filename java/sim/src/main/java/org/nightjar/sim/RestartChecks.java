package org.nightjar.sim;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.nightjar.async.AttemptId;
import org.nightjar.async.Effect;
import org.nightjar.async.HtlcId;
import org.nightjar.async.OutgoingHtlc;

/**
 * What must be true of a node that crashed and restarted: it does again what it did, and nothing
 * else. Protocol.md 3.6, number 8.
 */
final class RestartChecks implements Invariants.Check {
  private final Simulation simulation;
  private final Map<Attempt, OutgoingHtlc> offered = new HashMap<>();
  private final Set<Incoming> fulfilled = new HashSet<>();

  /** Attempt ids are local to a node. */
  private record Attempt(SimNode node, AttemptId id) {}

  private record Incoming(SimNode node, HtlcId htlc) {}

  RestartChecks(Simulation simulation) {
    this.simulation = simulation;
  }

  /** 8: an attempt is the same HTLC each time, to the byte. */
  @Override
  public void offers(SimNode node, OutgoingHtlc htlc) {
    OutgoingHtlc before = offered.putIfAbsent(new Attempt(node, htlc.attempt()), htlc);
    if (before != null && !before.equals(htlc)) {
      throw simulation
          .invariants()
          .broken("8: " + node.name() + " offers another HTLC under the name of one it offered");
    }
  }

  @Override
  public void fulfils(SimNode node, Effect.FulfilHtlc fulfil) {
    fulfilled.add(new Incoming(node, fulfil.htlc()));
  }

  /** 8: what was taken is not given back, as if it had been forgotten. */
  @Override
  public void fails(SimNode node, Effect.FailHtlc fail) {
    if (fulfilled.contains(new Incoming(node, fail.htlc()))) {
      throw simulation
          .invariants()
          .broken("8: " + node.name() + " gives an HTLC back that it fulfilled");
    }
  }
}
