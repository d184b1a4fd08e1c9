/** {@code nightjar failure}: what comes back when a payment fails. */
@NullMarked
package org.nightjar.cli.failure;

import org.jspecify.annotations.NullMarked;
