package org.nightjar.cli.ptlc;

import org.nightjar.ptlc.Refusal;

/** Refusals for people: the name, and what to do or to make of it. */
final class Hints {
  private Hints() {}

  static String of(Refusal refusal) {
    return refusal + ": " + hint(refusal);
  }

  private static String hint(Refusal refusal) {
    return switch (refusal) {
      case ERR_INDEX_USED ->
          "this index answered another message, and a second answer is not proven safe; ask the LSP"
              + " for another index";
      case ERR_BASKET_EXHAUSTED -> "this index answered as many messages as it may";
      case ERR_ALREADY_PAID ->
          "this message was answered over other points; to claim these too would take the money"
              + " twice";
      case ERR_POINT_MISMATCH ->
          "the point is not that of this message with this shared secret; nothing was used up";
      case ERR_EPOCH -> "the epoch is another, or dead: its journal is missing or too old";
      case ERR_AMOUNT -> "less than the message says, or than the offer takes";
      case ERR_POOL_EXHAUSTED -> "all indices are given out; the recipient must upload a new pool";
      case ERR_ASKER_LIMIT -> "this asker had its share; another --asker has its own";
      case ERR_EXPIRED -> "the message's expiry, or the pool's, is over";
      case ERR_ISSUE -> "the statement is missing, not the LSP's, or for another payer's key";
      case ERR_MERKLE_ROOT -> "the nonces are not those that the recipient published";
      case ERR_CERTIFICATE -> "the pool's certificate is not signed by the offer's issuer";
      case ERR_LENGTH -> "the encoding has another length";
      default -> "see org.nightjar.ptlc.Refusal";
    };
  }
}
