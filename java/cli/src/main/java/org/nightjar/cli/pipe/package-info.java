/** {@code nightjar pipe}: the library from any language, one JSON object per line. */
@NullMarked
package org.nightjar.cli.pipe;

import org.jspecify.annotations.NullMarked;
