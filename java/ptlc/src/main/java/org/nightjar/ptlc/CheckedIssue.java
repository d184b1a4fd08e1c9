package org.nightjar.ptlc;

/** An issued tuple that a payer may pay to: only {@link Payer#check} makes one. */
public final class CheckedIssue {
  private final IssuedTuple issued;
  private final OfferTerms offer;
  private final XOnlyKey payerKey;

  CheckedIssue(IssuedTuple issued, OfferTerms offer, XOnlyKey payerKey) {
    this.issued = issued;
    this.offer = offer;
    this.payerKey = payerKey;
  }

  /** What the LSP gave. Keep it: its statement is evidence. */
  public IssuedTuple issued() {
    return issued;
  }

  public OfferTerms offer() {
    return offer;
  }

  /** For whom it was issued. */
  public XOnlyKey payerKey() {
    return payerKey;
  }
}
