/**
 * Peer messages of Nightjar's own, between a payer and the LSP that holds its HTLC: what the LSP
 * shall do while the payer is offline. No standard; all types are odd, so others ignore them.
 */
@NullMarked
package org.nightjar.wire.delegation;

import org.jspecify.annotations.NullMarked;
