package org.nightjar.wire.message;

/** Types of the content of an onion message that are the same for all (BOLT 12, bolts#1149). */
public final class ContentType {
  /** The least type of a content: what is below is for the messages' own business. */
  public static final long FIRST = 64;

  /** An invoice request: a bare TLV stream. */
  public static final long INVOICE_REQUEST = 64;

  /** An invoice: a bare TLV stream. */
  public static final long INVOICE = 66;

  /** An invoice error: a bare TLV stream. */
  public static final long INVOICE_ERROR = 68;

  /** A static invoice: a bare TLV stream. */
  public static final long STATIC_INVOICE = 70;

  /** A rate request: a bare TLV stream; Nightjar's own. */
  public static final long RATE_REQUEST = 77701;

  /** A rate reply: a bare TLV stream; Nightjar's own. */
  public static final long RATE_REPLY = 77703;

  /** A signed receipt for a static invoice's payment; Nightjar's own. */
  public static final long CLAIM_RECEIPT = 77705;

  private ContentType() {}
}
