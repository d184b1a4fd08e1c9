/**
 * Benchmarks. {@link org.nightjar.bench.Main} prints ratios against lightning-kmp, libsecp256k1 and
 * OpenSSL, measured side by side; the JMH classes give distributions and allocation; {@link
 * org.nightjar.bench.Soak} shows that memory stays flat.
 */
@NullMarked
package org.nightjar.bench;

import org.jspecify.annotations.NullMarked;
