/** {@code nightjar path}: blinded paths. */
@NullMarked
package org.nightjar.cli.path;

import org.jspecify.annotations.NullMarked;
