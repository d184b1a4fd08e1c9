package org.nightjar.async.recipient;

import java.time.Instant;

/**
 * No offer yet: the server was asked for the paths of one. Not stored: after a restart it is asked
 * again, and answers to both requests are good.
 */
record PathsRequested(Instant since) implements OfferSlot {}
