/** Payments played from beginning to end, with what must come of them checked. */
@NullMarked
package org.nightjar.sim.scenario;

import org.jspecify.annotations.NullMarked;
