package org.nightjar.sim.scenario;

import java.time.Duration;

/**
 * What a play cost a party, and what it brought.
 *
 * @param sentBytes of messages to peers, without what the transport adds
 * @param cpu CPU time of its roles and of peeling
 * @param asleep how long it was asleep or crashed, of simulated time
 * @param gainMsat its balance at the end less that at the beginning
 */
public record PartyFigures(
    Party party,
    long sentMessages,
    long sentBytes,
    long receivedMessages,
    long receivedBytes,
    Duration cpu,
    Duration asleep,
    long gainMsat) {}
