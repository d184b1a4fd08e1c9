package org.nightjar.sim.scenario;

import java.time.Instant;

/**
 * What all nodes together hold, from a moment on.
 *
 * @param msat in millisatoshi
 */
public record HeldAmount(Instant from, long msat) {}
