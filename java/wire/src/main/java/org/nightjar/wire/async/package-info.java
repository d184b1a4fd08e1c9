/** The messages of async payments (bolts#1149, bLIP 66, and what LDK sends). */
@NullMarked
package org.nightjar.wire.async;

import org.jspecify.annotations.NullMarked;
