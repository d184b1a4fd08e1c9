package org.nightjar.async.recipient;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.async.Environment;
import org.nightjar.async.InboundChannel;
import org.nightjar.async.Preimage;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.ChainHash;
import org.nightjar.wire.Features;
import org.nightjar.wire.bolt12.Field;
import org.nightjar.wire.bolt12.Invoice;
import org.nightjar.wire.bolt12.InvoiceRequest;
import org.nightjar.wire.bolt12.Offer;
import org.nightjar.wire.bolt12.Signer;
import org.nightjar.wire.bolt12.StaticInvoice;

/** Makes offers and invoices. */
final class Invoices {
  /**
   * BOLT 12 {@code invoice_features}: MPP/optional, a payer may split; trampoline/optional
   * (bolts#836), the onion may be a trampoline onion.
   */
  private static final Features FEATURES = Features.ofBits(17, 57);

  private final Environment environment;
  private final RecipientPolicy policy;
  private final RecipientSecrets secrets;
  private final Paths paths;

  Invoices(Environment environment, RecipientPolicy policy, RecipientSecrets secrets, Paths paths) {
    this.environment = environment;
    this.policy = policy;
    this.secrets = secrets;
    this.paths = paths;
  }

  /**
   * An offer for any amount.
   *
   * @param offerPaths of the server, with valid keys
   * @param expiry seconds since 1970, unsigned
   */
  Offer offer(Nonce nonce, List<BlindedPath> offerPaths, long expiry) {
    Nightjar nightjar = environment.nightjar();
    try (SecretKey issuerKey = secrets.issuerKey(nonce)) {
      PublicKey issuerId = nightjar.publicKey(issuerKey);
      Offer.Builder offer = Offer.builder();
      if (!environment.chain().equals(ChainHash.BITCOIN)) {
        offer.set(Field.OFFER_CHAINS, List.of(environment.chain()));
      }
      return offer
          .set(Field.OFFER_ABSOLUTE_EXPIRY, expiry)
          .set(Field.OFFER_PATHS, offerPaths)
          .set(Field.OFFER_ISSUER_ID, issuerId)
          .build(nightjar);
    }
  }

  /**
   * A static invoice for an offer, over the channels that are usable now.
   *
   * @param createdAt seconds since 1970
   * @return empty if no channel is usable, or no way leads to the server
   */
  Optional<Upload> upload(
      Offer offer, Nonce nonce, int slot, BlindedPath updatePath, long createdAt, Moment at) {
    List<InboundChannel> channels = paths.channels();
    Duration goodFor = policy.offers().invoiceExpiry().plus(policy.offers().holdWindow());
    long lastArrival = createdAt + goodFor.toSeconds();
    OfferContext context = new OfferContext(lastArrival, slot, nonce, 0);
    List<Paths.PaymentPath> payment =
        paths.payment(new PaymentContext(lastArrival, slot, nonce, null), goodFor, at);
    OfferContext forwarded =
        new OfferContext(offer.get(Field.OFFER_ABSOLUTE_EXPIRY).orElseThrow(), slot, nonce, 0);
    Optional<BlindedPath> forwardPath = paths.forwardedRequest(updatePath, forwarded);
    if (payment.isEmpty() || forwardPath.isEmpty()) {
      return Optional.empty();
    }
    try (SecretKey issuerKey = secrets.issuerKey(nonce)) {
      StaticInvoice invoice =
          StaticInvoice.forOffer(offer, environment.profile())
              .set(Field.INVOICE_PATHS, payment.stream().map(Paths.PaymentPath::path).toList())
              .set(Field.INVOICE_BLINDEDPAY, payment.stream().map(Paths.PaymentPath::info).toList())
              .set(Field.INVOICE_CREATED_AT, createdAt)
              .set(Field.INVOICE_RELATIVE_EXPIRY, policy.offers().invoiceExpiry().toSeconds())
              .set(Field.INVOICE_FEATURES, FEATURES)
              .messagePaths(paths.heldHtlc(context))
              .build(environment.nightjar(), Signer.of(environment.nightjar(), issuerKey));
      return Optional.of(new Upload(invoice, forwardPath.get(), ChannelSet.of(channels), false));
    }
  }

  /**
   * An ordinary invoice for a request that was checked.
   *
   * @param amountMsat that the request says
   * @return empty if no channel is usable
   */
  Optional<Invoice> answer(InvoiceRequest request, OfferContext offer, long amountMsat, Moment at) {
    Duration expiry = policy.answers().invoiceExpiry();
    long createdAt = Times.seconds(at.now());
    PaymentContext.OrdinaryInvoice ordinary =
        new PaymentContext.OrdinaryInvoice(Nonce.random(environment.random()), amountMsat);
    PaymentContext context =
        new PaymentContext(createdAt + expiry.toSeconds(), offer.slot(), offer.offer(), ordinary);
    List<Paths.PaymentPath> payment = paths.payment(context, expiry, at);
    if (payment.isEmpty()) {
      return Optional.empty();
    }
    Preimage preimage = secrets.preimage(ordinary.nonce());
    try (SecretKey issuerKey = secrets.issuerKey(offer.offer())) {
      Invoice.Builder invoice =
          Invoice.answering(request)
              .set(Field.INVOICE_PATHS, payment.stream().map(Paths.PaymentPath::path).toList())
              .set(Field.INVOICE_BLINDEDPAY, payment.stream().map(Paths.PaymentPath::info).toList())
              .set(Field.INVOICE_CREATED_AT, createdAt)
              .set(
                  Field.INVOICE_PAYMENT_HASH,
                  preimage.hash(environment.nightjar().primitives()).toBytes())
              .set(Field.INVOICE_FEATURES, FEATURES);
      if (expiry.toSeconds() != Invoice.DEFAULT_EXPIRY) {
        invoice.set(Field.INVOICE_RELATIVE_EXPIRY, expiry.toSeconds());
      }
      return Optional.of(
          invoice.build(environment.nightjar(), Signer.of(environment.nightjar(), issuerKey)));
    }
  }
}
