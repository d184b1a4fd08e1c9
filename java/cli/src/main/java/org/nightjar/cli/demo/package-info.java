/** A payment to a phone that sleeps, shown in the terminal, as a page, or as data. */
@NullMarked
package org.nightjar.cli.demo;

import org.jspecify.annotations.NullMarked;
