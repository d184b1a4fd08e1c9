/** Exchange rates from signed oracles over onion messages: a proposal of Nightjar. */
@NullMarked
package org.nightjar.wire.currency;

import org.jspecify.annotations.NullMarked;
