/** What a provider implements. Applications use {@link org.nightjar.Nightjar}. */
@NullMarked
package org.nightjar.spi;

import org.jspecify.annotations.NullMarked;
