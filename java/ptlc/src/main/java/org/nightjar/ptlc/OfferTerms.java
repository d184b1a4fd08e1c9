package org.nightjar.ptlc;

import org.nightjar.wire.ChainHash;
import org.nightjar.wire.WireReader;

/**
 * What an offer says about its reusable PTLC invoices; recipient and payer know it from the offer.
 *
 * @param payee the receipt key: made for this offer, used for nothing else
 * @param issuer the key that signs for the offer, never the payee
 * @param minimumMsat the least amount of a message
 * @param maxSkimMsat what the recipient's LSP may keep of an amount
 */
public record OfferTerms(
    ChainHash chain,
    OfferId offer,
    XOnlyKey payee,
    XOnlyKey issuer,
    long minimumMsat,
    long maxSkimMsat) {
  /** Checks the amounts, and that the keys differ. */
  public OfferTerms {
    checkMsat(minimumMsat);
    checkMsat(maxSkimMsat);
    if (payee.equals(issuer)) {
      throw new IllegalArgumentException("the receipt key must sign nothing but receipts");
    }
  }

  static void checkMsat(long amountMsat) {
    if (amountMsat < 0 || amountMsat > WireReader.MAX_MSAT) {
      throw new IllegalArgumentException(amountMsat + " msat");
    }
  }
}
