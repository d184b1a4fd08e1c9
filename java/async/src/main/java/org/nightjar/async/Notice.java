package org.nightjar.async;

import java.util.OptionalInt;
import org.nightjar.wire.bolt12.Offer;

/** What an application may want to show or act on. */
public sealed interface Notice {
  /** A payment of ours arrived; there is no proof of it that others would believe. */
  record PaymentSucceeded(PaymentId payment, Preimage preimage, long feeMsat) implements Notice {}

  /**
   * A payment of ours failed for good; nothing is locked any more.
   *
   * @param reason a short fixed text
   */
  record PaymentFailed(PaymentId payment, String reason) implements Notice {}

  /** A payment of ours is held by our LSP: this device may go offline. */
  record PaymentHeld(PaymentId payment) implements Notice {}

  /** The recipient of a payment of ours signed that it got it: a proof that others believe. */
  record ReceiptArrived(PaymentId payment) implements Notice {}

  /** A payment to us is claimed. */
  record PaymentReceived(PaymentHash paymentHash, long amountMsat, int slot) implements Notice {}

  /** An offer is served, and may be shown. */
  record OfferReady(int slot, Offer offer) implements Notice {}

  /**
   * An HTLC is held.
   *
   * @param failAtHeight when it will be failed at the latest
   */
  record HtlcHeld(HtlcId htlc, long amountMsat, long failAtHeight) implements Notice {}

  /**
   * A held HTLC was released, or given up.
   *
   * @param failureCode of BOLT 4; empty if it was forwarded
   */
  record HoldEnded(HtlcId htlc, OptionalInt failureCode) implements Notice {}

  /** EXPERIMENTAL. This LSP gave an index of a client's nonces to a payer. */
  record IndexIssued(long index) implements Notice {}

  /** EXPERIMENTAL. A payment of ours to an index was claimed, and the receipt is kept. */
  record ReceiptObtained(PaymentId payment, byte[] receipt, long feeMsat) implements Notice {}

  /** EXPERIMENTAL. A payment of ours to an index failed for good; nothing is locked any more. */
  record PtlcPaymentFailed(PaymentId payment, String reason) implements Notice {}

  /** EXPERIMENTAL. A payment to us is claimed: its index answered. */
  record PtlcPaymentReceived(long index, long amountMsat) implements Notice {}

  /** EXPERIMENTAL. New nonces are made, to be served by our LSP. */
  record EpochStarted(long indices) implements Notice {}

  /** EXPERIMENTAL. Nothing can be claimed with our older nonces any more. */
  record EpochDied(String why) implements Notice {}

  /** The store is unable: no new promises are made until it is well. */
  record StoreUnable(String problem) implements Notice {}
}
