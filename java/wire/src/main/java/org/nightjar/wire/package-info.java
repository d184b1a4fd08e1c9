/**
 * Encodings of the BOLTs: BigSize, truncated integers, TLV streams, the payload of a payment hop.
 *
 * <p>What a peer sent is read by a {@code decode} method or a {@link org.nightjar.wire.WireReader},
 * and anything wrong with it is the checked {@link org.nightjar.wire.WireException}, whatever the
 * bytes. Unchecked exceptions mean that the program, not the peer, broke a method's contract.
 * 64-bit numbers are unsigned and kept in a {@code long}, as in {@link Long#toUnsignedString}.
 */
@NullMarked
package org.nightjar.wire;

import org.jspecify.annotations.NullMarked;
