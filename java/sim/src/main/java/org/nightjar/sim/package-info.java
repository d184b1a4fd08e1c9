/**
 * Async payments on a simulated network: nodes with the real roles, channels, onion messages, time,
 * blocks and faults, all from one seed. The same seed gives the same run, byte for byte.
 */
@NullMarked
package org.nightjar.sim;

import org.jspecify.annotations.NullMarked;
