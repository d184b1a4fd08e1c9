/** The {@code nightjar} command. Start at {@link org.nightjar.cli.Main}. */
@NullMarked
package org.nightjar.cli;

import org.jspecify.annotations.NullMarked;
