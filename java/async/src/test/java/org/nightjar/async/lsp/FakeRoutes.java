package org.nightjar.async.lsp;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nightjar.PublicKey;
import org.nightjar.async.ForwardingTerms;
import org.nightjar.async.InboundChannel;
import org.nightjar.async.RouteHop;
import org.nightjar.async.Routes;
import org.nightjar.wire.FirstNode;
import org.nightjar.wire.ShortChannelId;
import org.nightjar.wire.blinded.PaymentRelay;

/** The channels of one node. */
final class FakeRoutes implements Routes {
  private final Map<ShortChannelId, PublicKey> peers = new HashMap<>();
  private final Map<ShortChannelId, ForwardingTerms> terms = new HashMap<>();

  /** Routes to nodes, one for each attempt in turn; to others there are own channels only. */
  final Map<PublicKey, List<List<RouteHop>>> ways = new HashMap<>();

  void put(ShortChannelId channel, PublicKey peer, ForwardingTerms channelTerms) {
    peers.put(channel, peer);
    terms.put(channel, channelTerms);
  }

  void remove(ShortChannelId channel) {
    peers.remove(channel);
    terms.remove(channel);
  }

  @Override
  public List<RouteHop> payment(PublicKey target, long amountMsat, int attempt) {
    List<List<RouteHop>> known = ways.get(target);
    if (known != null) {
      return known.get(attempt % known.size());
    }
    return peers.entrySet().stream()
        .filter(entry -> entry.getValue().equals(target))
        .map(entry -> new RouteHop(target, entry.getKey(), PaymentRelay.FREE))
        .limit(1)
        .toList();
  }

  @Override
  public Optional<List<PublicKey>> message(PublicKey target) {
    return Optional.of(List.of());
  }

  @Override
  public Optional<PublicKey> node(FirstNode first) {
    return first instanceof FirstNode.NodeId node ? Optional.of(node.nodeId()) : Optional.empty();
  }

  @Override
  public Optional<PublicKey> peer(ShortChannelId channel) {
    return Optional.ofNullable(peers.get(channel));
  }

  @Override
  public Optional<ForwardingTerms> terms(ShortChannelId channel) {
    return Optional.ofNullable(terms.get(channel));
  }

  @Override
  public List<InboundChannel> inbound() {
    return List.of();
  }
}
