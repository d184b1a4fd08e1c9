package org.nightjar.async.payer;

import org.nightjar.async.HtlcId;
import org.nightjar.wire.BlindedPath;

/**
 * An HTLC that the LSP holds.
 *
 * @param htlc as both ends of the channel call it
 * @param releasePath on which the recipient releases it
 * @param outboxKept whether the LSP has the messages that it shall send
 * @param bookKept whether the LSP has the onions that it may try
 */
public record Held(HtlcId htlc, BlindedPath releasePath, boolean outboxKept, boolean bookKept) {
  Held with(boolean outbox, boolean book) {
    return new Held(htlc, releasePath, outboxKept || outbox, bookKept || book);
  }
}
