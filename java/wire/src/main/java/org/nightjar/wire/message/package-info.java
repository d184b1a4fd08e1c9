/** Onion messages and their payloads (BOLT 4). */
@NullMarked
package org.nightjar.wire.message;

import org.jspecify.annotations.NullMarked;
