package org.nightjar.async.recipient;

import java.time.Instant;

/**
 * When something happens.
 *
 * @param height of the best chain
 */
record Moment(Instant now, long height) {}
