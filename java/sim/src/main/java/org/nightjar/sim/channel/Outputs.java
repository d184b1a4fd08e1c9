package org.nightjar.sim.channel;

import java.util.Set;

/**
 * HTLCs that have an output in a commitment (BOLT 3), by id, as one end of the channel sees them.
 *
 * @param offered by this end
 * @param received by this end
 */
public record Outputs(Set<Long> offered, Set<Long> received) {
  /** Takes copies. */
  public Outputs {
    offered = Set.copyOf(offered);
    received = Set.copyOf(received);
  }

  /** The same, as the other end sees it. */
  public Outputs ofPeer() {
    return new Outputs(received, offered);
  }
}
