/**
 * What fuzzers are let loose on. A target takes any bytes; nothing but values and the checked
 * exceptions of its interfaces may come of them. Readers of records lie in the packages whose
 * records they read, for these are nobody else's.
 */
@NullMarked
package org.nightjar.fuzz;

import org.jspecify.annotations.NullMarked;
