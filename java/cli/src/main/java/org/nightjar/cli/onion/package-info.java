/** {@code nightjar onion}: builds, peels and explains packets. */
@NullMarked
package org.nightjar.cli.onion;

import org.jspecify.annotations.NullMarked;
