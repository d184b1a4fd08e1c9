package org.nightjar.sim.scenario;

/**
 * Somebody in a play.
 *
 * @param name as the simulation calls the node
 * @param what the party is, in a few words
 * @param phone whether it may sleep
 */
public record Party(String name, String what, boolean phone) {}
