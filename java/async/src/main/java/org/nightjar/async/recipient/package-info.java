/**
 * A recipient that may sleep: offers that a server answers for it, readiness told to whoever holds
 * a payment, and claims.
 */
@NullMarked
package org.nightjar.async.recipient;

import org.jspecify.annotations.NullMarked;
