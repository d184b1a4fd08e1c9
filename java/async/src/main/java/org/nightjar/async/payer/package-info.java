/**
 * The payer: asks for an invoice, and pays it. An ordinary invoice is paid at once. For a static
 * invoice the payer chooses the preimage, has the HTLC held until the recipient wakes up, and tells
 * the recipient that it waits.
 */
@NullMarked
package org.nightjar.async.payer;

import org.jspecify.annotations.NullMarked;
