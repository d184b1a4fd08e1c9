package org.nightjar.sim.ptlc;

import org.nightjar.async.HtlcFailure;
import org.nightjar.wire.failure.FailureCode;

/** Numbers on the wire that no BOLT has: odd, from the ranges for experiments. */
public final class PtlcTypes {
  /** Onion message: a payer asks for an index. Content: its commitment, 32 bytes. */
  public static final long ISSUE_REQUEST = 77711;

  /** Onion message: {@link PtlcInvoice}. */
  public static final long INVOICE = 77713;

  /** Onion message, as {@code held_htlc_available}; the reply path releases. Empty. */
  public static final long HELD_PTLC_AVAILABLE = 77715;

  /** Onion message, as {@code release_held_htlc}. Empty. */
  public static final long RELEASE_HELD_PTLC = 77717;

  /** Peer message: {@link PoolPut}. */
  public static final int POOL_PUT = 49_745;

  /** Payment payload: the receipt's message, for the recipient. */
  static final long RECEIPT_MESSAGE = 77721;

  /** Payment payload: this part's share, 32 bytes, for the recipient. */
  static final long SHARE = 77723;

  private PtlcTypes() {}

  /** What a node inside a blinded path answers, whatever is wrong (BOLT 4). */
  static HtlcFailure blindedFailure() {
    return new HtlcFailure.Malformed(FailureCode.INVALID_ONION_BLINDING.code(), new byte[32]);
  }
}
