/** The port to durable storage. */
@NullMarked
package org.nightjar.async.store;

import org.jspecify.annotations.NullMarked;
