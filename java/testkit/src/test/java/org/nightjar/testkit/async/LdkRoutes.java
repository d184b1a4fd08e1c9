package org.nightjar.testkit.async;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.nightjar.PublicKey;
import org.nightjar.async.ForwardingTerms;
import org.nightjar.async.InboundChannel;
import org.nightjar.async.RouteHop;
import org.nightjar.async.Routes;
import org.nightjar.wire.FirstNode;
import org.nightjar.wire.ShortChannelId;
import org.nightjar.wire.blinded.PaymentRelay;

/** What a node of a captured run knows: all nodes are its peers as far as messages go. */
final class LdkRoutes implements Routes {
  /** Of LDK's nodes in the runs: public channels, and those in blinded paths. */
  private static final PaymentRelay RELAY = new PaymentRelay(48, 0, 1000);

  private static final PaymentRelay PATH_RELAY = new PaymentRelay(80, 0, 1000);
  private static final long MAX_MSAT = 1_000_000_000;

  private final LdkRun run;
  private final PublicKey self;

  LdkRoutes(LdkRun run, PublicKey self) {
    this.run = run;
    this.self = self;
  }

  @Override
  public List<RouteHop> payment(PublicKey target, long amountMsat, int attempt) {
    return route(self, target, List.of());
  }

  /** The shortest. */
  private List<RouteHop> route(PublicKey at, PublicKey target, List<RouteHop> before) {
    if (at.equals(target)) {
      return before;
    }
    List<RouteHop> shortest = List.of();
    for (LdkRun.Channel channel : run.channels()) {
      PublicKey next = channel.other(at);
      boolean seen = next.equals(self) || before.stream().anyMatch(hop -> hop.node().equals(next));
      if (channel.has(at) && !seen) {
        List<RouteHop> longer = new ArrayList<>(before);
        longer.add(new RouteHop(next, channel.id(), at.equals(self) ? PaymentRelay.FREE : RELAY));
        List<RouteHop> whole = route(next, target, longer);
        boolean better = shortest.isEmpty() || whole.size() < shortest.size();
        shortest = !whole.isEmpty() && better ? whole : shortest;
      }
    }
    return shortest;
  }

  @Override
  public Optional<List<PublicKey>> message(PublicKey target) {
    return Optional.of(List.of());
  }

  @Override
  public Optional<PublicKey> node(FirstNode first) {
    if (first instanceof FirstNode.NodeId id) {
      return Optional.of(id.nodeId());
    }
    FirstNode.ChannelEnd end = (FirstNode.ChannelEnd) first;
    return run.channels().stream()
        .filter(channel -> channel.isCalled(end.shortChannelId()))
        .map(channel -> end(channel, end.direction()))
        .findFirst();
  }

  /** The node with the lesser id is that of direction 0 (BOLT 7). */
  private static PublicKey end(LdkRun.Channel channel, int direction) {
    boolean inOrder =
        Arrays.compareUnsigned(channel.node1().toBytes(), channel.node2().toBytes()) < 0;
    return inOrder == (direction == 0) ? channel.node1() : channel.node2();
  }

  private Optional<LdkRun.Channel> own(ShortChannelId name) {
    return run.channels().stream()
        .filter(channel -> channel.has(self) && channel.isCalled(name))
        .findFirst();
  }

  @Override
  public Optional<PublicKey> peer(ShortChannelId channel) {
    return own(channel).map(found -> found.other(self));
  }

  @Override
  public Optional<ForwardingTerms> terms(ShortChannelId channel) {
    return own(channel).map(found -> new ForwardingTerms(RELAY, 1, MAX_MSAT));
  }

  @Override
  public List<InboundChannel> inbound() {
    return run.channels().stream()
        .filter(channel -> channel.has(self))
        .map(
            channel ->
                new InboundChannel(
                    channel.other(self),
                    channel.aliasTo(self),
                    new ForwardingTerms(PATH_RELAY, 1000, MAX_MSAT),
                    true))
        .toList();
  }
}
