package org.nightjar.wire.bolt12;

import java.time.Instant;
import java.util.Set;
import org.nightjar.Nightjar;
import org.nightjar.wire.ChainHash;
import org.nightjar.wire.WireException;

/**
 * What must be checked before an invoice request is answered: the requirements of BOLT 12 for its
 * reader that {@code decode} cannot check.
 *
 * <p>What is left to the caller: to convert an amount in another currency, and to refuse a request
 * whose {@code invreq_amount} is below that.
 */
public final class IssuerRules {
  private IssuerRules() {}

  /**
   * Checks a request that answers our offer.
   *
   * @param offer ours, found by whatever its path or metadata say
   * @param arrival how the request came
   * @param chains that we take payments on
   * @throws WireException of reason SIGNATURE, VALUE, MISMATCH, EXPIRED, CHAIN or ARRIVAL
   */
  public static void checkRequest(
      Nightjar nightjar,
      InvoiceRequest request,
      Offer offer,
      Arrival arrival,
      Set<ChainHash> chains,
      Instant now)
      throws WireException {
    PayerRules.checkSignature(nightjar, request);
    Mirror.check(offer.stream(), request.stream(), Ranges::isOffer);
    // those of the offer are ours
    request.fields().checkKeys(nightjar, type -> !Ranges.isOffer(type));
    checkCommon(request, chains, now);
    Arrival right = offer.get(Field.OFFER_PATHS).isPresent() ? Arrival.OFFER_PATH : Arrival.NO_PATH;
    if (arrival != right) {
      throw WireException.of(
          WireException.Reason.ARRIVAL, "the request came over " + arrival + ", not " + right);
    }
  }

  /**
   * Checks a request without an offer: somebody offers to pay us.
   *
   * @param chains that we take payments on
   * @throws WireException of reason SIGNATURE, VALUE, FORBIDDEN_TYPE, EXPIRED or CHAIN
   */
  public static void checkOpenRequest(
      Nightjar nightjar, InvoiceRequest request, Set<ChainHash> chains, Instant now)
      throws WireException {
    if (request.isFromOffer()) {
      throw WireException.of(
          WireException.Reason.FORBIDDEN_TYPE, "the request answers somebody's offer");
    }
    if (request.get(Field.SIGNATURE).isPresent()) {
      PayerRules.checkSignature(nightjar, request);
    }
    request.checkKeys(nightjar);
    checkCommon(request, chains, now);
  }

  private static void checkCommon(InvoiceRequest request, Set<ChainHash> chains, Instant now)
      throws WireException {
    PayerRules.checkOfferExpiry(request, now);
    if (!chains.contains(request.chain())) {
      throw FieldValues.refused(
          WireException.Reason.CHAIN,
          Field.INVREQ_CHAIN,
          "is not a chain that we take: " + request.chain());
    }
  }
}
