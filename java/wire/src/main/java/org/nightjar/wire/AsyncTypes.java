package org.nightjar.wire;

/**
 * TLV and message types of async payments that are not the same in both profiles: LDK adds to a
 * draft's number, so that it can be told from the final one.
 */
public final class AsyncTypes {
  private AsyncTypes() {}

  /** {@code hold_htlc}, a TLV of update_add_htlc. */
  public static long holdHtlc(WireProfile profile) {
    return pick(profile, 75537, 2);
  }

  /** {@code release_held_htlc_message_paths}, a TLV of revoke_and_ack. */
  public static long releasePaths(WireProfile profile) {
    return pick(profile, 75537, 0);
  }

  /** {@code invoice_request}, a TLV of the final hop's payment payload. */
  public static long invoiceRequest(WireProfile profile) {
    return pick(profile, 77777, 1);
  }

  /** {@code offer_paths_request}, content of an onion message. */
  public static long offerPathsRequest(WireProfile profile) {
    return pick(profile, 75540, 65540);
  }

  /** {@code offer_paths}, content of an onion message. */
  public static long offerPaths(WireProfile profile) {
    return pick(profile, 75542, 65542);
  }

  /** {@code serve_static_invoice}, content of an onion message. */
  public static long serveStaticInvoice(WireProfile profile) {
    return pick(profile, 75544, 65544);
  }

  /** {@code static_invoice_persisted}, content of an onion message. */
  public static long staticInvoicePersisted(WireProfile profile) {
    return pick(profile, 75546, 65546);
  }

  private static long pick(WireProfile profile, long ldk, long draft) {
    return profile == WireProfile.LDK ? ldk : draft;
  }
}
