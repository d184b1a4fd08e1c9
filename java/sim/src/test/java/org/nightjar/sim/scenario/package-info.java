@NullMarked
package org.nightjar.sim.scenario;

import org.jspecify.annotations.NullMarked;
