package org.nightjar.async.lsp;

import org.nightjar.wire.delegation.DelegationMessage;
import org.nightjar.wire.delegation.OnionBookPut;
import org.nightjar.wire.delegation.OutboxPut;

/**
 * How much a payer may delegate for one held HTLC. What it is for all together follows from the
 * limits of holds.
 *
 * @param outboxEntries messages, up to {@link OutboxPut#MAX_ENTRIES}
 * @param bookEntries onions, up to {@link OnionBookPut#MAX_ENTRIES}
 * @param puts how often it may be changed, 1 to {@value #MAX_PUTS}: the onions of a book that was
 *     replaced are not forgotten
 * @param bytes of the peer message with them, up to {@link DelegationMessage#MAX_LENGTH}
 */
public record DelegationLimits(int outboxEntries, int bookEntries, int puts, int bytes) {
  static final int MAX_PUTS = 255;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public DelegationLimits {
    if (outboxEntries < 0
        || outboxEntries > OutboxPut.MAX_ENTRIES
        || bookEntries < 0
        || bookEntries > OnionBookPut.MAX_ENTRIES
        || puts < 1
        || puts > MAX_PUTS
        || bytes < 0
        || bytes > DelegationMessage.MAX_LENGTH) {
      throw new IllegalArgumentException(
          "limits of a delegation: "
              + outboxEntries
              + ", "
              + bookEntries
              + ", "
              + puts
              + ", "
              + bytes);
    }
  }
}
