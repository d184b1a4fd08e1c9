/** {@code nightjar offer} and {@code nightjar invoice}: documents of BOLT 12. */
@NullMarked
package org.nightjar.cli.bolt12;

import org.jspecify.annotations.NullMarked;
