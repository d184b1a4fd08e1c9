/**
 * Async payments: what the parties' state machines have in common. A {@link
 * org.nightjar.async.Role} takes an {@link org.nightjar.async.Event} and gives {@link
 * org.nightjar.async.Reaction}s: first what must be durable, then what may be done once it is.
 */
@NullMarked
package org.nightjar.async;

import org.jspecify.annotations.NullMarked;
