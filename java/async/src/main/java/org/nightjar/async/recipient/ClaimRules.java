package org.nightjar.async.recipient;

import static org.nightjar.async.RefusedException.refuseIf;

import java.time.Instant;
import java.util.Optional;
import org.nightjar.async.Environment;
import org.nightjar.async.IncomingHtlc;
import org.nightjar.async.PathContexts.Purpose;
import org.nightjar.async.Preimage;
import org.nightjar.async.RefusedException;
import org.nightjar.async.store.StoreException;
import org.nightjar.wire.PaymentPayload;
import org.nightjar.wire.WireException;
import org.nightjar.wire.bolt12.InvoiceRequest;
import org.nightjar.wire.bolt12.Offer;

/** What a payment must be before it is claimed. */
final class ClaimRules {
  private static final int MAX_OVERPAYMENT = 2;

  private final Environment environment;
  private final RecipientPolicy policy;
  private final RecipientSecrets secrets;
  private final OfferBook offers;

  ClaimRules(
      Environment environment, RecipientPolicy policy, RecipientSecrets secrets, OfferBook offers) {
    this.environment = environment;
    this.policy = policy;
    this.secrets = secrets;
    this.offers = offers;
  }

  /** Checks one part of a payment; not yet that all parts are there. */
  Payment check(IncomingHtlc htlc, Arrived.Last arrived, Moment at)
      throws StoreException, RefusedException {
    PaymentContext context =
        environment
            .contexts()
            .open(Purpose.PAYMENT, arrived.data())
            .flatMap(bytes -> PaymentContext.decode(bytes, at.now()))
            .orElseThrow(() -> new RefusedException("payment over no path of ours, or too late"));
    refuseIf(
        htlc.cltvExpiry() - at.height() < policy.claims().cltvMargin(),
        "HTLC that expires too soon");
    long total = arrived.payload().totalAmountMsat().orElseThrow();
    PaymentContext.OrdinaryInvoice ordinary = context.invoice();
    Payment payment =
        ordinary == null
            ? ofStaticInvoice(context, arrived.payload(), total, at)
            : ofOrdinaryInvoice(context, ordinary, arrived.payload(), total);
    refuseIf(
        !payment.preimage().hash(environment.nightjar().primitives()).equals(htlc.paymentHash()),
        "preimage of another hash");
    return payment;
  }

  private Payment ofStaticInvoice(
      PaymentContext context, PaymentPayload payload, long total, Moment at)
      throws StoreException, RefusedException {
    Optional<byte[]> encoded = payload.invoiceRequest(environment.profile());
    refuseIf(encoded.isEmpty(), "payment of a static invoice without invoice request");
    Optional<byte[]> preimage = payload.exposeKeysendPreimage();
    refuseIf(preimage.isEmpty(), "payment of a static invoice without preimage");
    InvoiceRequest request = checkRequest(encoded.get(), context, at);
    refuseIf(request.amountMsat().isEmpty(), "invoice request in a currency");
    checkTotal(total, request.amountMsat().getAsLong());
    return new Payment(context, Optional.of(request), total, Preimage.of(preimage.get()));
  }

  /** The payment may have been held: the offer must not have expired before that. */
  private InvoiceRequest checkRequest(byte[] encoded, PaymentContext context, Moment at)
      throws StoreException, RefusedException {
    Optional<Offer> offer = offers.payable(context.slot(), context.offer());
    refuseIf(offer.isEmpty(), "payment for no offer of ours");
    try {
      Instant earliest = at.now().minus(policy.offers().holdWindow());
      return Requests.check(environment, encoded, offer.get(), earliest);
    } catch (WireException e) {
      throw new RefusedException("invoice request of a payment against the rules");
    }
  }

  private Payment ofOrdinaryInvoice(
      PaymentContext context,
      PaymentContext.OrdinaryInvoice invoice,
      PaymentPayload payload,
      long total)
      throws RefusedException {
    refuseIf(
        payload.invoiceRequest(environment.profile()).isPresent()
            || payload.exposeKeysendPreimage().isPresent(),
        "payment of an ordinary invoice as if it were static");
    checkTotal(total, invoice.amountMsat());
    return new Payment(context, Optional.empty(), total, secrets.preimage(invoice.nonce()));
  }

  /** Amounts are at most 21 million bitcoin, so twice one cannot overflow. */
  private static void checkTotal(long total, long asked) throws RefusedException {
    refuseIf(total < asked, "payment of less than was asked for");
    refuseIf(total > MAX_OVERPAYMENT * asked, "payment of more than twice what was asked for");
  }
}
