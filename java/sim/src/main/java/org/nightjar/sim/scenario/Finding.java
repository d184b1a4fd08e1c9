package org.nightjar.sim.scenario;

/**
 * What must be true of a play, and whether it is.
 *
 * @param what a sentence without its full stop
 * @param holds as the simulation has it
 */
public record Finding(String what, boolean holds) {}
