package org.nightjar.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nightjar.PublicKey;
import org.nightjar.async.ForwardingTerms;
import org.nightjar.async.RouteHop;
import org.nightjar.wire.FirstNode;
import org.nightjar.wire.ShortChannelId;
import org.nightjar.wire.blinded.PaymentRelay;

/**
 * What everyone knows of the network: open channels and their terms, and who is whose peer. Phones
 * forward nothing.
 */
final class NetworkGraph {
  private static final int MAX_HOPS = 5;

  private final Map<PublicKey, SimNode> nodes = new LinkedHashMap<>();
  private final Map<SimNode, List<Link>> links = new LinkedHashMap<>();
  private final Map<ShortChannelId, SimChannel> channels = new HashMap<>();
  private final Map<Ends, List<List<SimChannel>>> routes = new HashMap<>();
  private final Map<List<SimNode>, Optional<List<PublicKey>>> vias = new HashMap<>();

  /** Of a route over channels of one kind. */
  private record Ends(SimNode from, SimNode to, boolean ptlcs) {}

  void add(SimNode node) {
    nodes.put(node.id(), node);
    links.put(node, new ArrayList<>());
  }

  void add(Link link) {
    links.get(link.first()).add(link);
    links.get(link.second()).add(link);
    vias.clear();
  }

  void add(SimChannel channel) {
    channels.put(channel.shortId(), channel);
    routes.clear();
  }

  /** A channel is closed. */
  void closed() {
    routes.clear();
  }

  Optional<SimNode> node(PublicKey id) {
    return Optional.ofNullable(nodes.get(id));
  }

  Optional<SimChannel> channel(ShortChannelId id) {
    return Optional.ofNullable(channels.get(id));
  }

  List<Link> links(SimNode node) {
    return links.get(node);
  }

  Optional<Link> link(SimNode one, SimNode other) {
    return links.get(one).stream().filter(link -> link.peerOf(one) == other).findFirst();
  }

  /** The node at an end of a channel: direction 0 is the one with the lesser id (BOLT 7). */
  Optional<PublicKey> node(FirstNode first) {
    if (first instanceof FirstNode.NodeId id) {
      return Optional.of(id.nodeId());
    }
    FirstNode.ChannelEnd end = (FirstNode.ChannelEnd) first;
    return channel(end.shortChannelId())
        .map(
            channel -> {
              PublicKey one = channel.first().id();
              PublicKey other = channel.second().id();
              return (one.compareTo(other) < 0) == (end.direction() == 0) ? one : other;
            });
  }

  /** Simple routes, fewest hops first, then the cheapest; the attempt chooses, in turn. */
  List<RouteHop> route(SimNode from, PublicKey target, int attempt, boolean ptlcs) {
    SimNode to = nodes.get(target);
    if (to == null || from == to) {
      return List.of();
    }
    List<List<SimChannel>> known =
        routes.computeIfAbsent(new Ends(from, to, ptlcs), this::allRoutes);
    List<List<SimChannel>> usable =
        known.stream().filter(route -> from.port(route.get(0).id()).isUsable()).toList();
    List<List<SimChannel>> choice = usable.isEmpty() ? known : usable;
    return choice.isEmpty() ? List.of() : hops(from, choice.get(attempt % choice.size()));
  }

  private static List<RouteHop> hops(SimNode from, List<SimChannel> route) {
    List<RouteHop> hops = new ArrayList<>();
    SimNode near = from;
    for (SimChannel channel : route) {
      SimNode far = channel.peerOf(near);
      PaymentRelay relay =
          near == from ? PaymentRelay.FREE : near.port(channel.id()).terms().ours().relay();
      hops.add(new RouteHop(far.id(), channel.shortId(), relay));
      near = far;
    }
    return hops;
  }

  private List<List<SimChannel>> allRoutes(Ends ends) {
    List<List<SimChannel>> found = new ArrayList<>();
    Set<SimNode> seen = new HashSet<>();
    seen.add(ends.from);
    extend(ends, ends.from, new ArrayList<>(), seen, found);
    found.sort(Comparator.<List<SimChannel>>comparingInt(List::size).thenComparingLong(this::fees));
    return List.copyOf(found);
  }

  private void extend(
      Ends ends,
      SimNode at,
      List<SimChannel> path,
      Set<SimNode> seen,
      List<List<SimChannel>> found) {
    if (at == ends.to) {
      found.add(List.copyOf(path));
      return;
    }
    if (path.size() == MAX_HOPS || (at != ends.from && at.isPhone())) {
      return;
    }
    for (Link link : links.get(at)) {
      SimNode next = link.peerOf(at);
      if (seen.add(next)) {
        for (SimChannel channel : link.openChannels(ends.ptlcs)) {
          path.add(channel);
          extend(ends, next, path, seen, found);
          path.remove(path.size() - 1);
        }
        seen.remove(next);
      }
    }
  }

  private long fees(List<SimChannel> route) {
    long fees = 0;
    for (SimChannel channel : route) {
      ForwardingTerms terms = channel.first().port(channel.id()).terms().ours();
      fees += terms.relay().feeBaseMsat() + terms.relay().feeProportionalMillionths();
    }
    return fees;
  }

  /** Nodes that an onion message passes: the fewest. */
  Optional<List<PublicKey>> via(SimNode from, PublicKey target) {
    SimNode to = nodes.get(target);
    if (to == null) {
      return Optional.empty();
    }
    return vias.computeIfAbsent(List.of(from, to), ends -> shortest(from, to));
  }

  private Optional<List<PublicKey>> shortest(SimNode from, SimNode to) {
    if (from == to) {
      return Optional.of(List.of());
    }
    Map<SimNode, SimNode> cameFrom = new HashMap<>();
    Deque<SimNode> queue = new ArrayDeque<>(List.of(from));
    while (!queue.isEmpty()) {
      SimNode at = queue.remove();
      if (at != from && at.isPhone()) {
        continue;
      }
      for (Link link : links.get(at)) {
        SimNode next = link.peerOf(at);
        if (next != from && cameFrom.putIfAbsent(next, at) == null) {
          queue.add(next);
        }
      }
    }
    if (!cameFrom.containsKey(to)) {
      return Optional.empty();
    }
    List<PublicKey> via = new ArrayList<>();
    for (SimNode at = cameFrom.get(to); at != from; at = cameFrom.get(at)) {
      via.add(0, at.id());
    }
    return Optional.of(List.copyOf(via));
  }
}
