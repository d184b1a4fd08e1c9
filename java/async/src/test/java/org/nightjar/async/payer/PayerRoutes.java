package org.nightjar.async.payer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.nightjar.PublicKey;
import org.nightjar.async.ForwardingTerms;
import org.nightjar.async.InboundChannel;
import org.nightjar.async.RouteHop;
import org.nightjar.async.Routes;
import org.nightjar.wire.FirstNode;
import org.nightjar.wire.ShortChannelId;

/** What the payer of a test knows of the network; tests change it. */
final class PayerRoutes implements Routes {
  /** One route for each attempt, again from the first after the last. */
  final List<List<RouteHop>> payments = new ArrayList<>();

  /** The most that a route carries. */
  long capacityMsat = Long.MAX_VALUE;

  /** Nodes that are peers; any other node is reached over the first of them. */
  final List<PublicKey> peers = new ArrayList<>();

  final List<InboundChannel> inbound = new ArrayList<>();

  /** Nodes for which there is no way for a message. */
  Predicate<PublicKey> unreachable = node -> false;

  @Override
  public List<RouteHop> payment(PublicKey target, long amountMsat, int attempt) {
    if (payments.isEmpty() || amountMsat > capacityMsat) {
      return List.of();
    }
    List<RouteHop> route = payments.get(attempt % payments.size());
    return route.get(route.size() - 1).node().equals(target) ? route : List.of();
  }

  @Override
  public Optional<List<PublicKey>> message(PublicKey target) {
    if (unreachable.test(target)) {
      return Optional.empty();
    }
    return Optional.of(peers.contains(target) ? List.of() : peers.subList(0, 1));
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
    return inbound;
  }
}
