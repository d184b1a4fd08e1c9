package org.nightjar.async.recipient;

import static org.nightjar.async.RefusedException.refuseIf;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.async.Effect;
import org.nightjar.async.Environment;
import org.nightjar.async.PaymentHash;
import org.nightjar.async.Reaction;
import org.nightjar.async.RecentlySeen;
import org.nightjar.async.RefusedException;
import org.nightjar.async.TokenBuckets;
import org.nightjar.async.store.StoreException;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.WireException;
import org.nightjar.wire.async.ClaimReceipt;
import org.nightjar.wire.bolt12.Invoice;
import org.nightjar.wire.bolt12.InvoiceRequest;
import org.nightjar.wire.bolt12.Offer;
import org.nightjar.wire.bolt12.Signer;
import org.nightjar.wire.message.ContentType;

/**
 * Answers invoice requests that the server forwards: with an ordinary invoice, whose payer gets a
 * proof; and later, if the static invoice was paid instead, with a receipt.
 */
final class InvoiceAnswers {
  /** Requests that a receipt can still answer, or that were answered; the oldest goes first. */
  private static final int MAX_REMEMBERED = 100;

  private final Environment environment;
  private final RecipientPolicy.AnswerPolicy policy;
  private final RecipientSecrets secrets;
  private final OfferBook offers;
  private final Invoices invoices;
  private final TokenBuckets<Asker> rates;
  private final RecentlySeen<ByteBuffer> answered;
  private final Map<PublicKey, Instant> usableSince = new HashMap<>();

  private final Map<ByteBuffer, BlindedPath> replyPaths =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, BlindedPath> eldest) {
          return size() > MAX_REMEMBERED;
        }
      };

  InvoiceAnswers(
      Environment environment,
      RecipientPolicy.AnswerPolicy policy,
      RecipientSecrets secrets,
      OfferBook offers,
      Invoices invoices) {
    this.environment = environment;
    this.policy = policy;
    this.secrets = secrets;
    this.offers = offers;
    this.invoices = invoices;
    this.rates = new TokenBuckets<>(policy.perMinute(), Duration.ofMinutes(1));
    this.answered = new RecentlySeen<>(policy.copies(), MAX_REMEMBERED);
  }

  /**
   * A receipt that is owed for a claim.
   *
   * @param offer its nonce
   */
  record Owed(InvoiceRequest request, Nonce offer, PaymentHash paymentHash, long amountMsat) {}

  void onUsable(PublicKey peer, Instant now) {
    usableSince.put(peer, now);
  }

  List<Reaction> onRequest(
      PublicKey from, byte[] content, OfferContext context, BlindedPath replyPath, Moment at)
      throws StoreException, RefusedException {
    refuseIf(!rates.take(new Asker(context.offer(), from), at.now()), "too many invoice requests");
    if (policy.invoices() && !(isBacklog(from, at.now()) && offers.isServed(context, at.now()))) {
      return answer(content, context, replyPath, at);
    }
    // whatever it is: only a payment with the same request will find it
    replyPaths.put(key(content), replyPath);
    return List.of();
  }

  /**
   * Whether a request may have waited for this node: then its payer has taken the static invoice,
   * and the way to the recipient is better left to the payment.
   */
  private boolean isBacklog(PublicKey from, Instant now) {
    Instant since = usableSince.get(from);
    return since != null && !now.isBefore(since) && now.isBefore(since.plus(policy.backlog()));
  }

  private List<Reaction> answer(
      byte[] content, OfferContext context, BlindedPath replyPath, Moment at)
      throws StoreException, RefusedException {
    InvoiceRequest request = check(content, context, at.now());
    OptionalLong amount = request.amountMsat();
    refuseIf(amount.isEmpty(), "invoice request in a currency");
    refuseIf(answered.has(key(content), at.now()), "invoice request that was answered just now");
    replyPaths.put(key(content), replyPath);
    Optional<Invoice> invoice = invoices.answer(request, context, amount.getAsLong(), at);
    refuseIf(invoice.isEmpty(), "invoice request without a channel to be paid over");
    answered.add(key(content), at.now());
    TlvRecord answer = TlvRecord.of(ContentType.INVOICE, invoice.get().encode());
    return List.of(new Reaction(List.of(), Outbox.send(environment, replyPath, answer, null)));
  }

  private InvoiceRequest check(byte[] content, OfferContext context, Instant now)
      throws StoreException, RefusedException {
    Optional<Offer> offer = offers.payable(context.slot(), context.offer());
    refuseIf(offer.isEmpty(), "invoice request for no offer of ours");
    try {
      return Requests.check(environment, content, offer.get(), now);
    } catch (WireException e) {
      throw new RefusedException("invoice request against the rules");
    }
  }

  /**
   * The signed word that a payment of a static invoice was claimed; only if somebody can get it.
   */
  List<Effect> receipt(Owed owed, Instant now) {
    BlindedPath replyPath = replyPaths.remove(key(owed.request().encode()));
    if (replyPath == null || !policy.receipts()) {
      return List.of();
    }
    try (SecretKey issuerKey = secrets.issuerKey(owed.offer())) {
      ClaimReceipt receipt =
          ClaimReceipt.create(
              owed.paymentHash().toBytes(),
              owed.amountMsat(),
              Times.seconds(now),
              Signer.of(environment.nightjar(), issuerKey));
      TlvRecord content = TlvRecord.of(ContentType.CLAIM_RECEIPT, receipt.encode());
      return Outbox.send(environment, replyPath, content, null);
    }
  }

  /** Hashed, since what is remembered is to be small. */
  private ByteBuffer key(byte[] request) {
    return ByteBuffer.wrap(environment.nightjar().primitives().sha256(request));
  }

  void forget(Instant now) {
    rates.forget(now);
    answered.forget(now);
    usableSince.values().removeIf(since -> !now.isBefore(since.plus(policy.backlog())));
  }
}
