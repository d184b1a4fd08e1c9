package org.nightjar.async.recipient;

import org.nightjar.wire.bolt12.Offer;

/** The offer was handed out and has expired; payments that were held may still come. */
record Expired(Offer offer, Nonce nonce) implements OfferSlot {}
