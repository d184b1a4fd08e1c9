package org.nightjar.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nightjar.PublicKey;
import org.nightjar.async.ForwardingTerms;
import org.nightjar.async.InboundChannel;
import org.nightjar.async.RouteHop;
import org.nightjar.async.Routes;
import org.nightjar.wire.FirstNode;
import org.nightjar.wire.ShortChannelId;

/** The network of HTLC channels, or of PTLC channels, as one node sees it. */
final class NodeRoutes implements Routes {
  private final SimNode node;
  private final NetworkGraph graph;
  private final boolean ptlcs;
  private boolean ownChannelsOnly;

  NodeRoutes(SimNode node, NetworkGraph graph, boolean ptlcs) {
    this.node = node;
    this.graph = graph;
    this.ptlcs = ptlcs;
  }

  void knowOwnChannelsOnly() {
    ownChannelsOnly = true;
  }

  @Override
  public List<RouteHop> payment(PublicKey target, long amountMsat, int attempt) {
    List<RouteHop> route = graph.route(node, target, attempt, ptlcs);
    return ownChannelsOnly && route.size() > 1 ? List.of() : route;
  }

  @Override
  public Optional<List<PublicKey>> message(PublicKey target) {
    return graph.via(node, target);
  }

  @Override
  public Optional<PublicKey> node(FirstNode first) {
    return graph.node(first);
  }

  @Override
  public Optional<PublicKey> peer(ShortChannelId channel) {
    return own(channel).map(port -> port.end().peer());
  }

  @Override
  public Optional<ForwardingTerms> terms(ShortChannelId channel) {
    return own(channel).map(port -> port.terms().ours());
  }

  private Optional<NodeChannel> own(ShortChannelId channel) {
    return graph
        .channel(channel)
        .filter(known -> !known.isClosed() && known.isForPtlcs() == ptlcs)
        .flatMap(known -> node.findPort(known.id()));
  }

  @Override
  public List<InboundChannel> inbound() {
    List<InboundChannel> inbound = new ArrayList<>();
    for (NodeChannel port : node.ports()) {
      if (!port.state().isClosed() && port.channel().isForPtlcs() == ptlcs) {
        inbound.add(
            new InboundChannel(
                port.end().peer(), port.terms().shortId(), port.terms().theirs(), port.isUsable()));
      }
    }
    return inbound;
  }
}
