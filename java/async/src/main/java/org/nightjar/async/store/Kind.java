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
  INVOICE_SERVER(11);

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
