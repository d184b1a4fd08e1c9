package org.nightjar.sim;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.nightjar.sim.channel.Htlc;
import org.nightjar.sim.channel.Outputs;
import org.nightjar.sim.channel.Witness;

/**
 * A channel with a commitment in a block, and what its HTLC outputs wait for (BOLT 5 "HTLC Output
 * Handling"): the remover spends one with a preimage or a signature, the adder after its expiry,
 * once it is up to see that. Simpler than the real chain: fees are nothing, what is in a block
 * stays in a block, and a claim that was published is in the next one though its node sleeps.
 */
final class ClosedChannel {
  private final SimChannel channel;
  private final Map<Output, Witness> claims = new HashMap<>();

  private record Output(SimNode adder, long id) {}

  ClosedChannel(SimChannel channel) {
    this.channel = channel;
  }

  /** One end's commitment comes into a block. */
  void publish(SimNode publisher) {
    SimNode peer = channel.peerOf(publisher);
    NodeChannel end = publisher.port(channel.id());
    NodeChannel other = peer.port(channel.id());
    List<NodeChannel> pending = Stream.of(end, other).filter(port -> !port.isUsable()).toList();
    Outputs outputs = end.end().outputs();
    end.close(this, outputs);
    other.close(this, outputs.ofPeer());
    // It may have been all that kept the peer from being usable.
    pending.forEach(NodeChannel::usable);
  }

  /** Publishes a claim of what an end received. */
  void claim(SimNode remover, long id, Witness claim) {
    claims.putIfAbsent(new Output(channel.peerOf(remover), id), claim);
  }

  /** A block comes. */
  void block(long height) {
    spend(channel.first(), height);
    spend(channel.second(), height);
  }

  private void spend(SimNode adder, long height) {
    for (Htlc htlc : List.copyOf(channel.state(adder).offered())) {
      Witness claim = claims.get(new Output(adder, htlc.id()));
      if (claim != null || (height > htlc.cltvExpiry() && adder.isUp())) {
        SimNode remover = channel.peerOf(adder);
        Optional<Witness> how = Optional.ofNullable(claim);
        adder
            .simulation()
            .trace(new TraceEvent.ResolvedOnChain(adder.name(), remover.name(), claim != null));
        remover.port(channel.id()).resolve(htlc.id(), false, how);
        adder.port(channel.id()).resolve(htlc.id(), true, how);
      }
    }
  }
}
