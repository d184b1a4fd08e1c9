/** Peeling for servers: single submissions of many threads, gathered into batches. */
@NullMarked
package org.nightjar.peeler;

import org.jspecify.annotations.NullMarked;
