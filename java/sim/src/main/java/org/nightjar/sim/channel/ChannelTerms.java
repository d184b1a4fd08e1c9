package org.nightjar.sim.channel;

import org.nightjar.async.ChannelId;
import org.nightjar.async.ForwardingTerms;
import org.nightjar.wire.ShortChannelId;

/**
 * What does not change in a channel, seen from one end.
 *
 * @param ours under which this end's node forwards over the channel
 * @param theirs under which the peer does
 * @param maxHtlcs that each end may have offered at once
 * @param peerHolds whether the peer offers to hold HTLCs
 */
public record ChannelTerms(
    ChannelId id,
    ShortChannelId shortId,
    long capacityMsat,
    ForwardingTerms ours,
    ForwardingTerms theirs,
    int maxHtlcs,
    boolean peerHolds) {}
