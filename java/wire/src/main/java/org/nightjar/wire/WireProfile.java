package org.nightjar.wire;

/**
 * Which numbers to use on the wire for async payments, whose specification is not final. Both sides
 * of a message must use the same profile; there is nothing on the wire that tells them apart.
 */
public enum WireProfile {
  /** What LDK ships. */
  LDK(236),
  /** The drafts bolts#1149 and bLIP 66. */
  DRAFT(178);

  private final long staticInvoiceMessagePaths;

  WireProfile(long staticInvoiceMessagePaths) {
    this.staticInvoiceMessagePaths = staticInvoiceMessagePaths;
  }

  /** TLV type of the paths to the recipient of a static invoice, for held_htlc_available. */
  public long staticInvoiceMessagePaths() {
    return staticInvoiceMessagePaths;
  }
}
