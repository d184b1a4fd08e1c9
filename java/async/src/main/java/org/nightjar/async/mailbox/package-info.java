/** Forwards onion messages, and keeps those for clients that sleep. */
@NullMarked
package org.nightjar.async.mailbox;

import org.jspecify.annotations.NullMarked;
