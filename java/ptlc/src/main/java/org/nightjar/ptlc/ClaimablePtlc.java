package org.nightjar.ptlc;

import org.jspecify.annotations.Nullable;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.SharedSecret;

/**
 * A PTLC that came in for the recipient, or a part of one. Its channel has it irrevocably
 * committed, and there are blocks enough left to claim it: that is the driver's to check.
 *
 * @param message out of the onion for the recipient, as it came
 * @param point what the PTLC is locked to
 * @param amountMsat what it brings
 * @param blind what the payer added for the recipient; stays the caller's to close
 * @param share out of the onion: the part's share, if the parts of the payment only open together;
 *     stays the caller's to close
 * @param note out of the onion, if there is one: must have the message's note hash
 */
public record ClaimablePtlc(
    byte[] message,
    PublicKey point,
    long amountMsat,
    SecretKey blind,
    @Nullable SecretKey share,
    byte @Nullable [] note) {
  /** Checks the amount. */
  public ClaimablePtlc {
    OfferTerms.checkMsat(amountMsat);
  }

  /** One without share and note, from the shared secret of the recipient's onion. */
  public static ClaimablePtlc of(
      Nightjar nightjar,
      byte[] message,
      PublicKey point,
      long amountMsat,
      SharedSecret sharedSecret) {
    SecretKey blind = nightjar.experimental().reusableInvoices().blind(sharedSecret);
    return new ClaimablePtlc(message, point, amountMsat, blind, null, null);
  }
}
