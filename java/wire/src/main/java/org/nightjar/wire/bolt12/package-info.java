/**
 * Offers, invoice requests, invoices and static invoices (BOLT 12, bolts#1149).
 *
 * <p>A {@code decode} method checks every rule that a reader must apply to the document alone; what
 * needs a clock, a chain, an earlier document or the way of arrival is checked by {@link
 * org.nightjar.wire.bolt12.PayerRules} and {@link org.nightjar.wire.bolt12.IssuerRules}. Fields are
 * read and set by {@link org.nightjar.wire.bolt12.Field}; fields that are not known are kept, so
 * that a document encodes to the bytes that it was decoded from.
 */
@NullMarked
package org.nightjar.wire.bolt12;

import org.jspecify.annotations.NullMarked;
