/** For Nightjar's own modules: what they share that Android 8 (API level 26) does not have. */
@NullMarked
package org.nightjar.internal;

import org.jspecify.annotations.NullMarked;
