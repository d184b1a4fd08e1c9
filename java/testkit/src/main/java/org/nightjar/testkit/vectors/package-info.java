/** Published vectors, run on a provider, one interface of tests for each source. */
@NullMarked
package org.nightjar.testkit.vectors;

import org.jspecify.annotations.NullMarked;
