package org.nightjar.wire.bolt12;

import java.time.Instant;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.wire.ChainHash;
import org.nightjar.wire.WireException;

/**
 * What a payer must check before it asks for an invoice, and before it pays one: the requirements
 * of BOLT 12 for a reader of offers and invoices that {@code decode} cannot check.
 *
 * <p>What is left to the caller: that the payer agrees to the amount of the invoice where its own
 * request named none, and that it splits the payment only if {@link AnyInvoice#allowsMpp}.
 */
public final class PayerRules {
  private PayerRules() {}

  /**
   * Checks that an offer may be answered.
   *
   * @param chain to pay on
   * @throws WireException of reason CHAIN or EXPIRED
   */
  public static void checkOffer(Offer offer, ChainHash chain, Instant now) throws WireException {
    if (!offer.offerChains().contains(chain)) {
      throw FieldValues.refused(
          WireException.Reason.CHAIN, Field.OFFER_CHAINS, "does not have chain " + chain);
    }
    checkOfferExpiry(offer, now);
  }

  static void checkOfferExpiry(Document document, Instant now) throws WireException {
    Long expiry = document.fields().get(Field.OFFER_ABSOLUTE_EXPIRY);
    if (expiry != null && Times.isAfter(now, expiry)) {
      throw FieldValues.refused(
          WireException.Reason.EXPIRED, Field.OFFER_ABSOLUTE_EXPIRY, "is over");
    }
  }

  /**
   * Checks that an invoice answers our request, and may be paid.
   *
   * @param request ours, as it was sent
   * @param sentTo the last blinded node id of the path in {@code offer_paths} that the request was
   *     sent over; null if it was sent to {@code offer_issuer_id} or published without an offer
   * @param arrival how the invoice came
   * @return the invoice with its paths
   * @throws WireException of reason SIGNATURE, VALUE, MISMATCH, EXPIRED or ARRIVAL
   */
  public static PayableInvoice<Invoice> checkInvoice(
      Nightjar nightjar,
      InvoiceRequest request,
      Invoice invoice,
      @Nullable PublicKey sentTo,
      Arrival arrival,
      Instant now)
      throws WireException {
    check(nightjar, request, invoice, sentTo, arrival, now, Ranges::isInvoiceRequest);
    return new PayableInvoice<>(invoice);
  }

  /**
   * Checks that a static invoice answers our request, and may be paid: what {@link
   * InvoiceRequest#amountMsat} says.
   *
   * @param request ours, as it was sent
   * @param sentTo as for {@link #checkInvoice}
   * @param arrival how the invoice came
   * @return the invoice with its paths
   * @throws WireException of reason SIGNATURE, VALUE, MISMATCH, EXPIRED or ARRIVAL
   */
  public static PayableStaticInvoice checkStaticInvoice(
      Nightjar nightjar,
      InvoiceRequest request,
      StaticInvoice invoice,
      @Nullable PublicKey sentTo,
      Arrival arrival,
      Instant now)
      throws WireException {
    check(nightjar, request, invoice, sentTo, arrival, now, Ranges::isOffer);
    checkOfferExpiry(invoice, now);
    return new PayableStaticInvoice(invoice);
  }

  private static void check(
      Nightjar nightjar,
      InvoiceRequest request,
      AnyInvoice invoice,
      @Nullable PublicKey sentTo,
      Arrival arrival,
      Instant now,
      LongPredicate repeated)
      throws WireException {
    checkSignature(nightjar, invoice);
    invoice.checkKeys(nightjar);
    Mirror.check(request.stream(), invoice.stream(), repeated);
    checkNodeId(request, invoice, sentTo);
    if (invoice.isExpired(now)) {
      throw FieldValues.refused(
          WireException.Reason.EXPIRED, Field.INVOICE_RELATIVE_EXPIRY, "of the invoice is over");
    }
    Arrival right = rightArrival(request);
    if (arrival != right) {
      throw WireException.of(
          WireException.Reason.ARRIVAL, "the invoice came over " + arrival + ", not " + right);
    }
  }

  static void checkSignature(Nightjar nightjar, SignedDocument document) throws WireException {
    if (!document.hasValidSignature(nightjar)) {
      throw FieldValues.refused(
          WireException.Reason.SIGNATURE,
          Field.SIGNATURE,
          "is not by key " + document.signingKey());
    }
  }

  private static void checkNodeId(
      InvoiceRequest request, AnyInvoice invoice, @Nullable PublicKey sentTo) throws WireException {
    if (request.get(Field.OFFER_ISSUER_ID).isEmpty()
        && request.isFromOffer()
        && !invoice.signingKey().equals(sentTo)) {
      throw FieldValues.refused(
          WireException.Reason.MISMATCH,
          Field.INVOICE_NODE_ID,
          "is not the last blinded node id of the path that the request was sent over");
    }
  }

  private static Arrival rightArrival(InvoiceRequest request) {
    if (request.get(Field.INVREQ_PATHS).isPresent()) {
      return Arrival.INVREQ_PATH;
    }
    return request.isFromOffer() ? Arrival.REPLY_PATH : Arrival.NO_PATH;
  }
}
