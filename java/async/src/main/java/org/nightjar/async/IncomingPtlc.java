package org.nightjar.async;

import java.util.Optional;
import org.nightjar.OnionPacket;
import org.nightjar.PublicKey;

/**
 * EXPERIMENTAL. A PTLC that a peer added: as {@link IncomingHtlc}, locked to a point. Its onion has
 * no associated data, for the point is another on each channel.
 *
 * @param id PTLCs and HTLCs of a channel are counted together
 * @param peer who added it
 * @param amountMsat 0 .. 2^63 - 1
 * @param point whose discrete logarithm claims it; any 33 bytes that look like a point
 * @param cltvExpiry block height
 * @param onion any bytes
 * @param pathKey for a hop in a blinded path
 * @param hold whether the peer asked to hold it
 */
public record IncomingPtlc(
    HtlcId id,
    PublicKey peer,
    long amountMsat,
    PublicKey point,
    long cltvExpiry,
    OnionPacket onion,
    Optional<PublicKey> pathKey,
    boolean hold) {}
