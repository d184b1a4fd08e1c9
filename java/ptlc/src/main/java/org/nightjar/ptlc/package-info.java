/**
 * EXPERIMENTAL: reusable PTLC invoices with a proof of payment. Nobody outside the project has
 * reviewed them, and bytes and methods may change with any version. docs/essays has the scheme.
 *
 * <p>Four roles: {@link org.nightjar.ptlc.Recipient} claims, {@link org.nightjar.ptlc.Issuer} (the
 * recipient's LSP) gives out nonces while the recipient sleeps, {@link org.nightjar.ptlc.Payer}
 * pays and keeps a receipt, and {@link org.nightjar.ptlc.Judge} is anyone. Between them go values
 * with one encoding each; integers in them are big-endian.
 *
 * <p>What is not here: channels, onions, clocks and threads. Whoever drives a role says what time
 * it is, and passes bytes.
 */
@NullMarked
package org.nightjar.ptlc;

import org.jspecify.annotations.NullMarked;
