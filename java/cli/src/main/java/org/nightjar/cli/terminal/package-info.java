/** Text for people: styles, tables, and what the terminal can show. */
@NullMarked
package org.nightjar.cli.terminal;

import org.jspecify.annotations.NullMarked;
