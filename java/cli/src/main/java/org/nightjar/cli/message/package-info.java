/** {@code nightjar message}: onion messages. */
@NullMarked
package org.nightjar.cli.message;

import org.jspecify.annotations.NullMarked;
