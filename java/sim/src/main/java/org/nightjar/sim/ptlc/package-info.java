/**
 * EXPERIMENTAL. Payments to reusable PTLC invoices: the roles of payer, forwarding and holding
 * nodes, issuing LSP and sleeping recipient, around the arithmetic and the journals of {@code
 * org.nightjar.ptlc}.
 */
@NullMarked
package org.nightjar.sim.ptlc;

import org.jspecify.annotations.NullMarked;
