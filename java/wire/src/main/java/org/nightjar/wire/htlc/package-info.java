/** TLV streams of the messages about HTLCs (BOLT 2, bolts#1149). */
@NullMarked
package org.nightjar.wire.htlc;

import org.jspecify.annotations.NullMarked;
