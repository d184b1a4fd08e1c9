package org.nightjar.async.store;

/** What a record is about. The numbers are stored: never change one, never use one again. */
public enum Kind {
  /** A payer's payment, by payment id. */
  PAYMENT(1),
  /** An HTLC that a node forwards or holds, by channel id and HTLC id. */
  HOLD(2),
  /** An onion that was acted on, by the replay key of its shared secret. */
  REPLAY(3, true),
  /** What a holding LSP got from the payer for an HTLC: messages to send, onions to try. */
  DELEGATION(4),
  /** A static invoice that is served, by recipient id and slot. */
  SERVED_INVOICE(5),
  /** A message that waits for a sleeping client, by client and number. */
  MAIL(6),
  /** A recipient's offer, by slot. */
  OFFER(7),
  /** A payment that arrives at a recipient, by payment hash. */
  RECEIPT(8),
  /** An outgoing HTLC of a forwarding node, by attempt id; claimed by the incoming one. */
  ATTEMPT(9, true),
  /** An onion that a peer may send again after it failed, by the replay key. */
  RETRANSMISSION(10),
  /** Where a recipient asks for offer paths: one record. */
  INVOICE_SERVER(11),
  /** An epoch of a recipient of PTLCs, by epoch id. */
  PTLC_EPOCH(12),
  /** What an index answered, by epoch id and index. */
  PTLC_ANSWER(13),
  /** How far somebody else's journal is, by epoch id. */
  PTLC_COUNTER(14),
  /** Nonces that an LSP issues, by epoch id. */
  PTLC_POOL(15),
  /** Whether and which of them it still does, by epoch id. */
  PTLC_SERVING(16),
  /** To whom an LSP issued an index, by epoch id and index. */
  PTLC_ISSUE(17),
  /** The same, by epoch id and the payer's commitment. */
  PTLC_ISSUED_TO(18),
  /** A payment to an index, with its receipt, by payer key. */
  PTLC_PAYMENT(19),
  /** A payer's payment that is over, by payment id: apart, so that a start need not read it. */
  ENDED_PAYMENT(20),
  /** What a recipient signed for a payment of ours, by payment id. */
  CLAIM_RECEIPT(21),
  /** What a payer ordered by PTLC, and its PTLCs for it, by payment id. */
  PTLC_ORDER(22),
  /** A PTLC that a node forwards or holds, by the attempt id of the outgoing one. */
  PTLC_TRANSIT(23),
  /** A PTLC that arrived at its recipient, by channel id and number. */
  PTLC_ARRIVAL(24),
  /** The epoch that a recipient has its LSP serve: one record. */
  PTLC_CURRENT_EPOCH(25),
  /** What an LSP serves with the indices of an offer, by offer id. */
  PTLC_SERVED(26);

  private final int number;
  private final boolean claimed;

  Kind(int number) {
    this(number, false);
  }

  Kind(int number, boolean claimed) {
    this.number = number;
    this.claimed = claimed;
  }

  /** The number in stores, 1 .. 255. */
  public int number() {
    return number;
  }

  /**
   * Whether keys of this kind are claimed, never put. Stores keep claims apart, for there are
   * millions of them.
   */
  public boolean isClaimed() {
    return claimed;
  }
}
