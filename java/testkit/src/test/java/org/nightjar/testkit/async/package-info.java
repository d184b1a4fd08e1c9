/** What an async payment says on the wire, against captures from LDK and published vectors. */
@NullMarked
package org.nightjar.testkit.async;

import org.jspecify.annotations.NullMarked;
