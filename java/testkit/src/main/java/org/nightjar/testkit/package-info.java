/**
 * What tests share: the conformance suite of providers, vectors, seeds, random and crafted onions.
 */
@NullMarked
package org.nightjar.testkit;

import org.jspecify.annotations.NullMarked;
