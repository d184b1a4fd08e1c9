package org.nightjar.sim.ptlc;

import java.security.SecureRandom;
import org.nightjar.Nightjar;
import org.nightjar.SecretKey;
import org.nightjar.ptlc.OfferId;
import org.nightjar.ptlc.OfferTerms;
import org.nightjar.ptlc.XOnlyKey;
import org.nightjar.wire.ChainHash;

/**
 * What a recipient can restore from its words: the keys of its offer.
 *
 * @param receiptSecret signs receipts and nothing else
 * @param issuerKey signs for the offer
 */
public record Wallet(SecretKey receiptSecret, SecretKey issuerKey, OfferTerms terms) {
  private static final long MINIMUM_MSAT = 1_000;

  /** A new one. */
  public static Wallet create(Nightjar nightjar, SecureRandom random) {
    SecretKey receiptSecret = SecretKey.random(random);
    SecretKey issuerKey = SecretKey.random(random);
    byte[] offer = new byte[OfferId.LENGTH];
    random.nextBytes(offer);
    return new Wallet(
        receiptSecret,
        issuerKey,
        new OfferTerms(
            ChainHash.BITCOIN,
            OfferId.of(offer),
            XOnlyKey.of(nightjar, receiptSecret),
            XOnlyKey.of(nightjar, issuerKey),
            MINIMUM_MSAT,
            0));
  }
}
