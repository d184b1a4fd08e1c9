@NullMarked
package org.nightjar.sim.channel;

import org.jspecify.annotations.NullMarked;
