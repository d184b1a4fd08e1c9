package org.nightjar.sim.scenario;

import java.time.Duration;

/**
 * What one wake-up cost a phone that was paid, from its start to its claim.
 *
 * @param phone its name
 * @param time simulated
 * @param cpu CPU time of its roles and of peeling
 * @param core of that, what no payment can do without: one held_htlc_available peeled and answered,
 *     the payment peeled and claimed
 * @param sentMessages messages to its peers, of any kind
 * @param sentBytes theirs, without what the transport adds
 */
public record WakeUp(
    String phone,
    Duration time,
    Duration cpu,
    Duration core,
    long sentMessages,
    long sentBytes,
    long receivedMessages,
    long receivedBytes) {}
