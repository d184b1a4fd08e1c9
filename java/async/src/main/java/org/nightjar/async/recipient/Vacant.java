package org.nightjar.async.recipient;

/** No offer; not stored. */
record Vacant() implements OfferSlot {}
