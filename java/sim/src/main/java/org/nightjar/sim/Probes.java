package org.nightjar.sim;

import org.nightjar.async.Event;
import org.nightjar.async.HtlcId;
import org.nightjar.sim.channel.Addition;

/** A peer that gives release paths for HTLCs that it was not asked to hold: it probes. */
final class Probes {
  private final SimNode node;
  private final NodeChannel channel;

  Probes(SimNode node, NodeChannel channel) {
    this.node = node;
    this.channel = channel;
  }

  /** An HTLC was offered; if nobody is to hold it, the peer may say that it does. */
  void offered(Addition htlc) {
    Simulation simulation = node.simulation();
    if (htlc.hold() || !simulation.happens(simulation.faults().replay())) {
      return;
    }
    channel.state().offered().stream()
        .filter(added -> htlc.attempt().equals(added.attempt()))
        .forEach(added -> probe(htlc, new HtlcId(channel.terms().id(), added.id())));
  }

  private void probe(Addition htlc, HtlcId id) {
    SimNode peer = channel.channel().peerOf(node);
    peer.port(id.channel())
        .releasePath(id, htlc.cltvExpiry())
        .ifPresent(path -> channel.tell(new Event.ReleasePathReceived(htlc.attempt(), id, path)));
  }
}
