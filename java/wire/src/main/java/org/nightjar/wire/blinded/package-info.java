/** What the maker of a blinded path tells its hops, and what they ask of a payment (BOLT 4). */
@NullMarked
package org.nightjar.wire.blinded;

import org.jspecify.annotations.NullMarked;
