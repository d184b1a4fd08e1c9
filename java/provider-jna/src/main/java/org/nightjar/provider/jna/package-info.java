/**
 * The native core through JNA. Applications need {@link org.nightjar.provider.jna.JnaProvider} only
 * to construct it directly.
 */
@NullMarked
package org.nightjar.provider.jna;

import org.jspecify.annotations.NullMarked;
