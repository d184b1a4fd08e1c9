/** What every provider must do, one interface of tests for each feature. */
@NullMarked
package org.nightjar.testkit.conformance;

import org.jspecify.annotations.NullMarked;
