package org.nightjar.sim;

import java.util.HashSet;
import java.util.Set;
import org.nightjar.async.AttemptId;
import org.nightjar.async.Event;
import org.nightjar.async.HtlcFailure;
import org.nightjar.sim.channel.Addition;

/**
 * A node that now and then adds an HTLC once more, with the onion that it has sent before, as an
 * attacker would. Its roles do not know of it. Nobody may forward or claim such an HTLC.
 */
final class Replays {
  private static final long MAX_DELAY_MILLIS = 600_000;

  private final SimNode node;
  private final NodeChannel channel;
  private final Set<AttemptId> replays = new HashSet<>();

  /** HTLCs that the peer never got, or forgot: the same onion would be no replay. */
  private final Set<AttemptId> returned = new HashSet<>();

  Replays(SimNode node, NodeChannel channel) {
    this.node = node;
    this.channel = channel;
  }

  /** An HTLC was offered; it may be replayed. */
  void offered(Addition htlc) {
    Simulation simulation = node.simulation();
    if (simulation.happens(simulation.faults().replay())) {
      node.driver().after(simulation.random(MAX_DELAY_MILLIS), () -> replay(htlc));
    }
  }

  /** Adds an HTLC once more. */
  private void replay(Addition htlc) {
    if (returned.contains(htlc.attempt())) {
      return;
    }
    byte[] id = new byte[AttemptId.LENGTH];
    node.environment().random().nextBytes(id);
    AttemptId attempt = AttemptId.of(id);
    replays.add(attempt);
    channel.end().offer(htlc.as(attempt));
    node.onChannel(channel, () -> channel.end().flush());
  }

  boolean has(AttemptId attempt) {
    return replays.contains(attempt);
  }

  /** Whether an event is about a replay; it may have failed, and nothing else. */
  boolean heard(Event event) {
    if (event instanceof Event.HtlcFulfilled fulfilled && replays.contains(fulfilled.attempt())
        || event instanceof Event.PtlcFulfilled claimed && replays.contains(claimed.attempt())) {
      throw node.simulation()
          .invariants()
          .broken("5, replay: a replay by " + node.name() + " was accepted");
    }
    if (event instanceof Event.HtlcFailed failed) {
      return failed(failed.attempt(), failed.failure());
    }
    if (event instanceof Event.PtlcFailed failed) {
      return failed(failed.attempt(), failed.failure());
    }
    return event instanceof Event.ReleasePathReceived path && replays.contains(path.attempt());
  }

  private boolean failed(AttemptId attempt, HtlcFailure failure) {
    if (replays.contains(attempt)) {
      node.driver().after(0, () -> node.onChannel(channel, () -> channel.end().forget(attempt)));
      return true;
    }
    if (failure instanceof HtlcFailure.Local) {
      returned.add(attempt);
    }
    return false;
  }
}
