package org.nightjar.async.payer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.async.Effect;
import org.nightjar.async.Environment;
import org.nightjar.async.Messages;
import org.nightjar.async.PathContexts.Purpose;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.ChainHash;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.bolt12.Field;
import org.nightjar.wire.bolt12.InvoiceRequest;
import org.nightjar.wire.bolt12.Offer;
import org.nightjar.wire.bolt12.PayerKeys;
import org.nightjar.wire.message.ContentType;

/** Asks for invoices. */
final class InvoiceRequests {
  private final Environment environment;
  private final PayerPolicy policy;

  InvoiceRequests(Environment environment, PayerPolicy policy) {
    this.environment = environment;
    this.policy = policy;
  }

  /**
   * A request for one of what is offered, with metadata and a payer key that nobody can foresee.
   *
   * @throws IllegalArgumentException if the amount is below that of the offer
   */
  InvoiceRequest create(Offer offer, long amountMsat) {
    InvoiceRequest.Builder request =
        InvoiceRequest.forOffer(offer).set(Field.INVREQ_AMOUNT, amountMsat);
    if (!environment.chain().equals(ChainHash.BITCOIN)) {
      request.set(Field.INVREQ_CHAIN, environment.chain());
    }
    if (offer.get(Field.OFFER_QUANTITY_MAX).isPresent()) {
      request.set(Field.INVREQ_QUANTITY, 1L);
    }
    try (SecretKey localKey = SecretKey.random(environment.random())) {
      return new PayerKeys(environment.nightjar(), localKey).sign(request, environment.random());
    }
  }

  /**
   * Copies of a request, each with a reply path of its own; none if there is no way.
   *
   * @param tries how often it was sent before
   */
  List<Effect> copies(Order order, int tries) {
    TlvRecord content = TlvRecord.of(ContentType.INVOICE_REQUEST, order.request().encode());
    List<BlindedPath> paths = order.request().get(Field.OFFER_PATHS).orElse(List.of());
    int copies = Math.min(PayerPolicy.MAX_COPIES, Math.max(policy.requestCopies(), paths.size()));
    ReplyPaths replies = new ReplyPaths(environment);
    List<Effect> effects = new ArrayList<>();
    for (int i = 0; i < copies; i++) {
      int turn = tries % PayerPolicy.MAX_COPIES + i;
      Optional<BlindedPath> path =
          paths.isEmpty() ? Optional.empty() : Optional.of(paths.get(turn % paths.size()));
      copy(order, content, path, replies, turn).ifPresent(effects::add);
    }
    return effects;
  }

  private Optional<? extends Effect> copy(
      Order order, TlvRecord content, Optional<BlindedPath> path, ReplyPaths replies, int turn) {
    ReplyContext context =
        ReplyContext.ofRequest(
            order.createdAt().plus(policy.longestPayment()),
            order.id(),
            path.map(BlindedPath::lastBlindedNodeId));
    BlindedPath reply = replies.create(turn, Purpose.INVOICE_REQUEST, context);
    if (path.isPresent()) {
      return Messages.toPath(environment, path.get(), content, reply);
    }
    PublicKey issuer = order.request().get(Field.OFFER_ISSUER_ID).orElseThrow();
    return Messages.toNode(environment, issuer, content, reply);
  }
}
