package org.nightjar.async.recipient;

import java.time.Instant;
import java.util.Set;
import org.nightjar.async.Environment;
import org.nightjar.wire.WireException;
import org.nightjar.wire.bolt12.Arrival;
import org.nightjar.wire.bolt12.InvoiceRequest;
import org.nightjar.wire.bolt12.IssuerRules;
import org.nightjar.wire.bolt12.Offer;

/** Invoice requests for offers of this recipient. */
final class Requests {
  private Requests() {}

  /**
   * Decodes one and checks it.
   *
   * @param bytes any
   * @param at when the offer must not have expired
   * @throws WireException for the first rule of BOLT 12 that it breaks
   */
  static InvoiceRequest check(Environment environment, byte[] bytes, Offer offer, Instant at)
      throws WireException {
    InvoiceRequest request = InvoiceRequest.decode(bytes);
    IssuerRules.checkRequest(
        environment.nightjar(),
        request,
        offer,
        Arrival.OFFER_PATH,
        Set.of(environment.chain()),
        at);
    return request;
  }
}
