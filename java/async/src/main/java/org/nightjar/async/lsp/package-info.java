/**
 * The node that forwards HTLCs, and holds those that a payer's peer asks to hold until the
 * recipient is there: every routing node, the payer's LSP, the recipient's LSP. For trampoline
 * payments it finds the way to the next trampoline node.
 */
@NullMarked
package org.nightjar.async.lsp;

import org.jspecify.annotations.NullMarked;
