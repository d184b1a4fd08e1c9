package org.nightjar.bench;

import java.util.List;
import java.util.Optional;
import org.nightjar.PublicKey;
import org.nightjar.async.ForwardingTerms;
import org.nightjar.async.InboundChannel;
import org.nightjar.async.RouteHop;
import org.nightjar.async.Routes;
import org.nightjar.wire.FirstNode;
import org.nightjar.wire.ShortChannelId;

/** A network in which every node is a peer, and there are no channels. */
abstract class PeersOnly implements Routes {
  @Override
  public List<RouteHop> payment(PublicKey target, long amountMsat, int attempt) {
    return List.of();
  }

  @Override
  public Optional<List<PublicKey>> message(PublicKey target) {
    return Optional.of(List.of());
  }

  @Override
  public Optional<PublicKey> node(FirstNode first) {
    return first instanceof FirstNode.NodeId id ? Optional.of(id.nodeId()) : Optional.empty();
  }

  @Override
  public Optional<PublicKey> peer(ShortChannelId channel) {
    return Optional.empty();
  }

  @Override
  public Optional<ForwardingTerms> terms(ShortChannelId channel) {
    return Optional.empty();
  }

  @Override
  public List<InboundChannel> inbound() {
    return List.of();
  }
}
