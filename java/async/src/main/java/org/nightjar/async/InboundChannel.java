package org.nightjar.async;

import org.nightjar.PublicKey;
import org.nightjar.wire.ShortChannelId;

/**
 * A channel over which a node can be paid.
 *
 * @param peer at the other end
 * @param terms of the peer
 * @param usable whether the peer is connected and the channel re-established
 */
public record InboundChannel(
    PublicKey peer, ShortChannelId channel, ForwardingTerms terms, boolean usable) {}
