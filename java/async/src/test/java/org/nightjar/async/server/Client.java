package org.nightjar.async.server;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.nightjar.SecretKey;
import org.nightjar.async.Effect;
import org.nightjar.async.Environment;
import org.nightjar.async.Event;
import org.nightjar.async.Messages;
import org.nightjar.async.PathContexts.Purpose;
import org.nightjar.async.Post;
import org.nightjar.async.TestNode;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.ChainHash;
import org.nightjar.wire.Features;
import org.nightjar.wire.PaymentInfo;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireProfile;
import org.nightjar.wire.async.AsyncMessage;
import org.nightjar.wire.async.OfferPathsRequest;
import org.nightjar.wire.async.ServeStaticInvoice;
import org.nightjar.wire.bolt12.Field;
import org.nightjar.wire.bolt12.InvoiceRequest;
import org.nightjar.wire.bolt12.Offer;
import org.nightjar.wire.bolt12.PayerKeys;
import org.nightjar.wire.bolt12.Signer;
import org.nightjar.wire.bolt12.StaticInvoice;
import org.nightjar.wire.message.ContentType;

/** What a recipient and a payer say to a server, put together by hand. */
final class Client {
  static final byte[] NO_CONTEXT = {};

  final Post post;
  final TestNode node;
  final SecretKey issuer = secret(11);

  Client(Post post, String name) {
    this.post = post;
    this.node = post.node(name);
  }

  static SecretKey secret(int number) {
    byte[] bytes = new byte[SecretKey.LENGTH];
    Arrays.fill(bytes, (byte) number);
    return SecretKey.of(bytes);
  }

  Environment environment() {
    return node.environment;
  }

  BlindedPath pathHere() {
    return environment().contexts().messagePath(List.of(), Purpose.OFFER_PATHS, NO_CONTEXT);
  }

  Event.MessageArrived send(BlindedPath path, AsyncMessage message) {
    return send(path, message.content(WireProfile.LDK));
  }

  Event.MessageArrived send(BlindedPath path, TlvRecord content) {
    return deliver(Messages.toPath(environment(), path, content, pathHere()).orElseThrow());
  }

  Event.MessageArrived deliver(Effect effect) {
    return post.carry(node, effect).event();
  }

  Event.MessageArrived askForPaths(BlindedPath path, int slot) {
    return send(path, OfferPathsRequest.create(slot));
  }

  Offer offer(List<BlindedPath> paths, Consumer<Offer.Builder> more) {
    Offer.Builder builder =
        Offer.builder()
            .set(Field.OFFER_CHAINS, List.of(ChainHash.REGTEST))
            .set(Field.OFFER_PATHS, paths)
            .set(Field.OFFER_ISSUER_ID, TestNode.NIGHTJAR.publicKey(issuer));
    more.accept(builder);
    return builder.build(TestNode.NIGHTJAR);
  }

  StaticInvoice invoice(Offer offer, Instant createdAt, Consumer<StaticInvoice.Builder> more) {
    PaymentInfo info = new PaymentInfo(0, 0, 80, 0, 1_000_000_000, Features.NONE);
    StaticInvoice.Builder builder =
        StaticInvoice.forOffer(offer, WireProfile.LDK)
            .set(Field.INVOICE_PATHS, List.of(pathHere()))
            .set(Field.INVOICE_BLINDEDPAY, List.of(info))
            .set(Field.INVOICE_CREATED_AT, createdAt.getEpochSecond())
            .messagePaths(List.of(pathHere(), pathHere()));
    more.accept(builder);
    return builder.build(TestNode.NIGHTJAR, Signer.of(TestNode.NIGHTJAR, issuer));
  }

  ServeStaticInvoice upload(StaticInvoice invoice) {
    return ServeStaticInvoice.create(invoice.encode(), pathHere());
  }

  InvoiceRequest request(Offer offer) {
    try (SecretKey localKey = secret(3)) {
      return new PayerKeys(TestNode.NIGHTJAR, localKey)
          .sign(
              InvoiceRequest.forOffer(offer)
                  .set(Field.INVREQ_CHAIN, ChainHash.REGTEST)
                  .set(Field.INVREQ_AMOUNT, 5_000_000L),
              environment().random());
    }
  }

  Event.MessageArrived ask(Offer offer) {
    return send(
        offer.get(Field.OFFER_PATHS).orElseThrow().get(0),
        TlvRecord.of(ContentType.INVOICE_REQUEST, request(offer).encode()));
  }

  static OptionalLong seconds(Instant time) {
    return OptionalLong.of(time.getEpochSecond());
  }

  static AsyncMessage decode(TlvRecord content) throws WireException {
    return AsyncMessage.decode(content, WireProfile.LDK);
  }
}
