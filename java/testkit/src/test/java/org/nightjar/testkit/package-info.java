/**
 * The suite, run on the three providers, and the providers compared with each other and with
 * lightning-kmp.
 */
@NullMarked
package org.nightjar.testkit;

import org.jspecify.annotations.NullMarked;
