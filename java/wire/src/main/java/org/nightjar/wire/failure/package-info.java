/** The failures of BOLT 4, as values. */
@NullMarked
package org.nightjar.wire.failure;

import org.jspecify.annotations.NullMarked;
