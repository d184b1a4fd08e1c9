package org.nightjar.async.payer;

/**
 * Within which an HTLC is planned.
 *
 * @param feeMsat the most that may be paid beside the amount
 * @param attempt of {@link org.nightjar.async.Routes#payment}; also says which of the invoice's
 *     paths is looked at first
 * @param height of the chain
 * @param blocks that the recipient must still have, beside what its path wants
 */
record Limits(long feeMsat, int attempt, long height, int blocks) {
  Limits withAttempt(int other) {
    return new Limits(feeMsat, other, height, blocks);
  }

  Limits lessFee(long spentMsat) {
    return new Limits(feeMsat - spentMsat, attempt, height, blocks);
  }
}
