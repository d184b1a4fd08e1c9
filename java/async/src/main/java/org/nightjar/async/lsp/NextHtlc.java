package org.nightjar.async.lsp;

import java.util.Optional;
import org.nightjar.OnionPacket;
import org.nightjar.PublicKey;
import org.nightjar.wire.ShortChannelId;

/**
 * What goes out for an HTLC.
 *
 * @param channel to the next node
 * @param pathKey for the next node, on a blinded path
 */
record NextHtlc(
    ShortChannelId channel,
    long amountMsat,
    long cltvExpiry,
    OnionPacket onion,
    Optional<PublicKey> pathKey) {
  NextHtlc with(PublicKey nextPathKey) {
    return new NextHtlc(channel, amountMsat, cltvExpiry, onion, Optional.of(nextPathKey));
  }
}
