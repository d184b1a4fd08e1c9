package org.nightjar.cli.demo;

import org.nightjar.wire.ShortChannelId;

/**
 * What a node asks for forwarding over a channel (BOLT 7 "HTLC Fees").
 *
 * @param channel the outgoing channel
 * @param baseMsat fee for every payment
 * @param millionths fee per amount, in millionths
 * @param cltvDelta blocks of time it needs
 */
record Forwarding(ShortChannelId channel, long baseMsat, long millionths, int cltvDelta) {
  long feeMsat(long amountMsat) {
    return baseMsat + amountMsat * millionths / 1_000_000;
  }
}
