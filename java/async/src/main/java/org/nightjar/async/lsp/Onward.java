package org.nightjar.async.lsp;

import java.util.Optional;
import org.nightjar.OnionPacket;
import org.nightjar.PublicKey;
import org.nightjar.SharedSecret;
import org.nightjar.wire.ShortChannelId;

/**
 * What an onion told this node to do. Of the payload nothing else is kept.
 *
 * @param secret with the payer, for failures and attribution
 * @param channel to the next node
 * @param pathKey for the next node, on a blinded path
 */
record Onward(
    Position position,
    SharedSecret secret,
    ShortChannelId channel,
    long amountMsat,
    long cltvExpiry,
    OnionPacket onion,
    Optional<PublicKey> pathKey) {}
