package org.nightjar.async;

import java.util.List;
import java.util.Optional;
import org.nightjar.PublicKey;
import org.nightjar.wire.FirstNode;
import org.nightjar.wire.ShortChannelId;

/** What a node knows of the network. A port: the application implements it. */
public interface Routes {
  /**
   * Channels from this node to another, best first; an empty list means there is no route.
   *
   * @param attempt 0 for the first try of a payment, one more for each try after that: implementers
   *     give another route where there is one
   */
  List<RouteHop> payment(PublicKey target, long amountMsat, int attempt);

  /**
   * Nodes between this node and another that an onion message passes, this node and the target left
   * out; an empty list if they are peers, or are the same. Empty if there is no way.
   */
  Optional<List<PublicKey>> message(PublicKey target);

  /** The node that a blinded path begins at. */
  Optional<PublicKey> node(FirstNode first);

  /** The peer at the other end of a channel of this node. */
  Optional<PublicKey> peer(ShortChannelId channel);

  /** The terms under which this node forwards over a channel of its own. */
  Optional<ForwardingTerms> terms(ShortChannelId channel);

  /** Channels over which this node can be paid, with the terms of the peers at their other ends. */
  List<InboundChannel> inbound();
}
