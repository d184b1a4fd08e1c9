package org.nightjar.async;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nightjar.PublicKey;
import org.nightjar.wire.FirstNode;
import org.nightjar.wire.ShortChannelId;

/** Every node is a peer, but those that are said not to be. */
public final class PeerRoutes implements Routes {
  public final Map<ShortChannelId, PublicKey> peers = new HashMap<>();
  public final Set<PublicKey> strangers = new HashSet<>();
  public final List<InboundChannel> inbound = new ArrayList<>();

  @Override
  public List<RouteHop> payment(PublicKey target, long amountMsat, int attempt) {
    return List.of();
  }

  @Override
  public Optional<List<PublicKey>> message(PublicKey target) {
    return strangers.contains(target) ? Optional.empty() : Optional.of(List.of());
  }

  @Override
  public Optional<PublicKey> node(FirstNode first) {
    return first instanceof FirstNode.NodeId id
        ? Optional.of(id.nodeId())
        : peer(((FirstNode.ChannelEnd) first).shortChannelId());
  }

  @Override
  public Optional<PublicKey> peer(ShortChannelId channel) {
    return Optional.ofNullable(peers.get(channel));
  }

  @Override
  public Optional<ForwardingTerms> terms(ShortChannelId channel) {
    return Optional.empty();
  }

  @Override
  public List<InboundChannel> inbound() {
    return List.copyOf(inbound);
  }
}
