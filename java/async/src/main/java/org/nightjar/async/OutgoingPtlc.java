package org.nightjar.async;

import java.util.Optional;
import org.nightjar.OnionPacket;
import org.nightjar.PublicKey;
import org.nightjar.wire.ShortChannelId;

/**
 * EXPERIMENTAL. A PTLC to add: as {@link OutgoingHtlc}, locked to a point.
 *
 * @param attempt kept by the channel with the PTLC; a channel never adds an attempt twice
 * @param channel of this node, to the next one
 * @param amountMsat 0 .. 2^63 - 1
 * @param point a valid one
 * @param cltvExpiry block height
 * @param pathKey for a next hop in a blinded path
 * @param hold whether to ask the peer to hold it; only to a peer that offers it
 */
public record OutgoingPtlc(
    AttemptId attempt,
    ShortChannelId channel,
    long amountMsat,
    PublicKey point,
    long cltvExpiry,
    OnionPacket onion,
    Optional<PublicKey> pathKey,
    boolean hold) {}
