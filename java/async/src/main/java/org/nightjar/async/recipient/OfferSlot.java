package org.nightjar.async.recipient;

/** The state of one of a recipient's offers. */
sealed interface OfferSlot permits Vacant, PathsRequested, Uploaded, Expired {}
