package org.nightjar.async.recipient;

import org.nightjar.PublicKey;

/**
 * Whose questions count together. Whoever has an offer or its invoice can ask, so that a flood for
 * one offer, or through one peer, costs the others nothing.
 *
 * @param peer that the questions come through
 */
record Asker(Nonce offer, PublicKey peer) {}
