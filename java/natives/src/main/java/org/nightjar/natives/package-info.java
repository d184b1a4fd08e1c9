/**
 * Finds and loads libnightjar, for the JNI and the JNA provider. Depends on nothing else of
 * Nightjar.
 */
@NullMarked
package org.nightjar.natives;

import org.jspecify.annotations.NullMarked;
