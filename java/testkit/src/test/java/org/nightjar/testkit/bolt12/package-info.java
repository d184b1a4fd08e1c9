/** BOLT 12 against published vectors, captures from LDK, and lightning-kmp. */
@NullMarked
package org.nightjar.testkit.bolt12;

import org.jspecify.annotations.NullMarked;
