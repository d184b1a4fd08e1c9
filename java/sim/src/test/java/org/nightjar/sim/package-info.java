@NullMarked
package org.nightjar.sim;

import org.jspecify.annotations.NullMarked;
