package org.nightjar.cli.demo;

import org.nightjar.OnionPacket;
import org.nightjar.wire.PaymentPayload;

/**
 * What one node got, found and passed on.
 *
 * @param person the node
 * @param in the packet as it came
 * @param payload what this node's layer held
 * @param out the packet as it goes on
 * @param last whether this node is the recipient
 * @param feeMsat what the node keeps
 * @param cltvBlocks blocks between its incoming and its outgoing HTLC
 * @param peelMicros time to open the layer, in microseconds
 */
record Leg(
    Person person,
    OnionPacket in,
    PaymentPayload payload,
    OnionPacket out,
    boolean last,
    long feeMsat,
    long cltvBlocks,
    double peelMicros) {}
