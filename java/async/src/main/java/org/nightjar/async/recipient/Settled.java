package org.nightjar.async.recipient;

import java.util.List;
import org.nightjar.async.HtlcId;
import org.nightjar.async.Preimage;

/** A payment is claimed, and its hash is taken for good. */
sealed interface Settled extends Receipt permits Claiming, Claimed {
  Claim claim();

  /**
   * A claim.
   *
   * @param parts all HTLCs that are claimed
   * @param amountMsat of them together
   * @param slot of the offer
   * @param keepUntil seconds since 1970; after that no HTLC with the hash can come
   */
  record Claim(Preimage preimage, List<HtlcId> parts, long amountMsat, int slot, long keepUntil) {
    public Claim {
      parts = List.copyOf(parts);
    }
  }
}
