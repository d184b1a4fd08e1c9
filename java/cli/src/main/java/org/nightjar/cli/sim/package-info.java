/** Many payments on a simulated network, with faults. */
@NullMarked
package org.nightjar.cli.sim;

import org.jspecify.annotations.NullMarked;
