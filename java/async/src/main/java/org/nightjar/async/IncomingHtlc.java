package org.nightjar.async;

import java.util.Optional;
import org.nightjar.OnionPacket;
import org.nightjar.PublicKey;

/**
 * An HTLC that a peer added (BOLT 2 {@code update_add_htlc}).
 *
 * @param peer who added it
 * @param amountMsat 0 .. 2^63 - 1
 * @param cltvExpiry block height
 * @param onion any bytes
 * @param pathKey for a hop in a blinded path
 * @param hold whether the peer asked to hold it
 */
public record IncomingHtlc(
    HtlcId id,
    PublicKey peer,
    long amountMsat,
    PaymentHash paymentHash,
    long cltvExpiry,
    OnionPacket onion,
    Optional<PublicKey> pathKey,
    boolean hold) {}
