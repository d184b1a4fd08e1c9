package org.nightjar.async;

import org.nightjar.PublicKey;
import org.nightjar.wire.ShortChannelId;
import org.nightjar.wire.blinded.PaymentRelay;

/**
 * One channel of a route.
 *
 * @param node at its far end
 * @param relay what the node at its near end wants for forwarding over it; free for the payer's own
 */
public record RouteHop(PublicKey node, ShortChannelId channel, PaymentRelay relay) {}
