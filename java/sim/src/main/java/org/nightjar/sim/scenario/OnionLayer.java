package org.nightjar.sim.scenario;

import java.util.Optional;
import org.nightjar.wire.PaymentPayload;
import org.nightjar.wire.blinded.EncryptedData;

/**
 * What a node reads in a payment onion.
 *
 * @param payload for this node
 * @param trampoline whether it is of the trampoline onion in the HTLC's own
 * @param data what the maker of a blinded path told this node, if it is on one
 */
public record OnionLayer(
    PaymentPayload payload, boolean trampoline, Optional<EncryptedData> data) {}
