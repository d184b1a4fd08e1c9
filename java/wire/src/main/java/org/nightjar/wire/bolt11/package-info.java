/** Reading invoices of BOLT 11. */
@NullMarked
package org.nightjar.wire.bolt11;

import org.jspecify.annotations.NullMarked;
