/**
 * The core in pure Java on Bouncy Castle's lightweight API. It answers byte for byte and status for
 * status as the native core does, is slower, and is not constant time.
 */
@NullMarked
package org.nightjar.provider.bc;

import org.jspecify.annotations.NullMarked;
