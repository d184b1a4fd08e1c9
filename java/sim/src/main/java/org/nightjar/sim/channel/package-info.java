/**
 * A channel between two nodes, as far as HTLCs care: BOLT 2's updates, commitments, revocations and
 * re-establishment, with what is durable when. No transactions, no signatures.
 */
@NullMarked
package org.nightjar.sim.channel;

import org.jspecify.annotations.NullMarked;
