package org.nightjar.async.recipient;

import org.nightjar.SharedSecret;
import org.nightjar.async.HtlcFailure;
import org.nightjar.wire.PaymentPayload;
import org.nightjar.wire.blinded.EncryptedData;

/** What an incoming HTLC's onion is to a recipient. */
sealed interface Arrived {
  /** For the node as a forwarder, or nothing it can read. */
  record NotOurs() implements Arrived {}

  /**
   * For the recipient, which does not take it.
   *
   * @param reason a short fixed text
   */
  record Refused(HtlcFailure failure, String reason) implements Arrived {}

  /**
   * For the recipient, over a blinded path that ends here.
   *
   * @param data of the last hop
   * @param secret of the last layer
   * @param refusal how to fail it, if it comes to that
   */
  record Last(PaymentPayload payload, EncryptedData data, SharedSecret secret, HtlcFailure refusal)
      implements Arrived {}
}
