/**
 * Lightning onions as immutable Java values, computed by a native core or, where that cannot load,
 * by Bouncy Castle. Start at {@link org.nightjar.Nightjar}.
 */
@NullMarked
package org.nightjar;

import org.jspecify.annotations.NullMarked;
