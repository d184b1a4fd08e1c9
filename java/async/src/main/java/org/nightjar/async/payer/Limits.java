package org.nightjar.async.payer;

import java.util.Optional;
import org.nightjar.async.RouteHtlcs;
import org.nightjar.wire.blinded.PaymentRelay;

/**
 * Within which an HTLC is planned.
 *
 * @param feeMsat the most that may be paid beside the amount
 * @param attempt of {@link org.nightjar.async.Routes#payment}; also says which of the invoice's
 *     paths is looked at first
 * @param height of the chain
 * @param blocks that the recipient must still have, beside what its path wants
 * @param wanted by a trampoline node that was offered too little
 */
record Limits(long feeMsat, int attempt, long height, int blocks, Optional<PaymentRelay> wanted) {
  Limits withAttempt(int other) {
    return new Limits(feeMsat, other, height, blocks, wanted);
  }

  Limits lessFee(long spentMsat) {
    return new Limits(feeMsat - spentMsat, attempt, height, blocks, wanted);
  }

  /**
   * A plan, if its HTLCs are within these limits and its onion has room.
   *
   * @param fit whether it has
   */
  Plan check(Plan.Ready plan, boolean fit) {
    RouteHtlcs htlcs = plan.htlcs();
    if (plan.feeMsat() > feeMsat) {
      return new Plan.Impossible("the fees are above the limit");
    }
    if (htlcs.cltvExpiry() > height + PayerPolicy.MAX_CLTV_BLOCKS) {
      return new Plan.Impossible("the HTLC would expire too far away");
    }
    return fit ? plan : new Plan.Impossible("the onion has no room for the route");
  }
}
