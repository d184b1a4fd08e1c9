package org.nightjar.async.mailbox;

import org.nightjar.PublicKey;

/**
 * A message that waits.
 *
 * @param number its place in the order
 * @param hmac of its packet, which no other message has
 * @param source the peer that it came from
 * @param expiry seconds since 1970
 */
record Letter(long number, PacketHmac hmac, PublicKey source, long expiry) {}
