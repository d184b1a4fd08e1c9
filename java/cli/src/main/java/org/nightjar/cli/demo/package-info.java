/** {@code nightjar demo}: one payment, from hand to hand. */
@NullMarked
package org.nightjar.cli.demo;

import org.jspecify.annotations.NullMarked;
