/** {@code nightjar ptlc}: EXPERIMENTAL, a lab for adaptor signatures and reusable PTLC invoices. */
@NullMarked
package org.nightjar.cli.ptlc;

import org.jspecify.annotations.NullMarked;
