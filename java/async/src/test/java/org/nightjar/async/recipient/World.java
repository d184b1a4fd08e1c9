package org.nightjar.async.recipient;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.nightjar.PublicKey;
import org.nightjar.async.Effect;
import org.nightjar.async.Event;
import org.nightjar.async.ForwardingTerms;
import org.nightjar.async.InboundChannel;
import org.nightjar.async.Messages;
import org.nightjar.async.Notice;
import org.nightjar.async.PathContexts.Purpose;
import org.nightjar.async.PeerRoutes;
import org.nightjar.async.Post;
import org.nightjar.async.TestNode;
import org.nightjar.async.server.ServerPolicy;
import org.nightjar.async.server.StaticInvoiceServer;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.StoreException;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.ShortChannelId;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.blinded.PaymentRelay;
import org.nightjar.wire.bolt12.Field;
import org.nightjar.wire.bolt12.InvoiceRequest;
import org.nightjar.wire.bolt12.Offer;
import org.nightjar.wire.message.ContentType;
import org.nightjar.wire.message.PeeledMessage;

/** A recipient with one or two LSPs, a real server, and a payer by hand. */
final class World {
  static final Instant START = Instant.ofEpochSecond(1_800_000_000);
  static final long HEIGHT = 800_000;

  final Post post = new Post();
  final TestNode node = post.node("recipient");
  final TestNode lsp = post.node("lsp");
  final TestNode lsp2 = post.node("lsp2");
  final TestNode payer = post.node("payer");
  final TestNode serverNode = post.node("server");
  final List<Notice> notices = new ArrayList<>();
  final List<PeeledMessage.Last> atPayer = new ArrayList<>();

  StaticInvoiceServer server =
      new StaticInvoiceServer(serverNode.environment, ServerPolicy.defaults());
  Instant now = START;
  boolean serverDown;
  Recipient recipient;
  private final RecipientPolicy policy;

  World() throws StoreException {
    this(RecipientPolicy.defaults());
  }

  World(RecipientPolicy policy) throws StoreException {
    this.policy = policy;
    routes().inbound.add(channel(lsp, 1, true));
    restart();
  }

  PeerRoutes routes() {
    return (PeerRoutes) node.environment.routes();
  }

  static InboundChannel channel(TestNode lsp, int number, boolean usable) {
    return channel(lsp, number, usable, new PaymentRelay(34, 1000, 1));
  }

  static InboundChannel channel(TestNode lsp, int number, boolean usable, PaymentRelay relay) {
    return new InboundChannel(
        lsp.environment.nodeId(),
        ShortChannelId.of(700_000, number, 0),
        new ForwardingTerms(relay, 1, 1_000_000_000),
        usable);
  }

  void setUsable(boolean usable) {
    routes().inbound.replaceAll(c -> new InboundChannel(c.peer(), c.channel(), c.terms(), usable));
  }

  void restart() throws StoreException {
    recipient = new Recipient(node.environment, policy);
    settle(on(new Event.Started(HEIGHT)));
  }

  void pass(Duration time) throws StoreException {
    now = now.plus(time);
    settle(on(new Event.Tick()));
  }

  List<Effect> on(Event event) throws StoreException {
    return node.commit(recipient.on(event, now));
  }

  /** Has the effects of the recipient done, and what the server makes of them, and so on. */
  void settle(List<Effect> effects) throws StoreException {
    Deque<Post.Delivery> deliveries = new ArrayDeque<>();
    send(node, effects, deliveries);
    while (!deliveries.isEmpty()) {
      Post.Delivery delivery = deliveries.remove();
      if (delivery.at() == payer) {
        atPayer.add(delivery.last());
      } else if (delivery.at() == node) {
        send(node, on(delivery.event()), deliveries);
      } else if (!serverDown) {
        assertThat(delivery.at()).isSameAs(serverNode);
        send(serverNode, serverNode.commit(server.on(delivery.event(), now)), deliveries);
      }
    }
  }

  private void send(TestNode from, List<Effect> effects, Deque<Post.Delivery> deliveries) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.SendMessage) {
        deliveries.add(post.carry(from, effect));
      } else if (effect instanceof Effect.Notify notify) {
        notices.add(notify.notice());
      }
    }
  }

  List<BlindedPath> requestPaths() {
    return server.requestPaths(new byte[] {7}, START.plus(Duration.ofDays(1000)));
  }

  /** An offer that is served and was handed out. */
  Offer offer() throws StoreException {
    settle(node.commit(recipient.serveOffers(requestPaths(), now)));
    return recipient.offer(0, now).orElseThrow();
  }

  void ask(InvoiceRequest request, Offer offer) throws StoreException {
    BlindedPath path = offer.get(Field.OFFER_PATHS).orElseThrow().get(0);
    TlvRecord content = TlvRecord.of(ContentType.INVOICE_REQUEST, request.encode());
    Effect.SendMessage message =
        Messages.toPath(payer.environment, path, content, pathToPayer()).orElseThrow();
    Post.Delivery delivery = post.carry(payer, message);
    Deque<Post.Delivery> rest = new ArrayDeque<>();
    send(serverNode, serverNode.commit(server.on(delivery.event(), now)), rest);
    while (!rest.isEmpty()) {
      Post.Delivery next = rest.remove();
      if (next.at() == payer) {
        atPayer.add(next.last());
      } else {
        settle(on(next.event()));
      }
    }
  }

  BlindedPath pathToPayer() {
    return payer
        .environment
        .contexts()
        .messagePath(List.of(), Purpose.INVOICE_REQUEST, new byte[] {1});
  }

  Event.MessageArrived toRecipient(BlindedPath path, TlvRecord content) {
    return toRecipient(path, content, Optional.of(pathToPayer()));
  }

  Event.MessageArrived toRecipient(
      BlindedPath path, TlvRecord content, Optional<BlindedPath> replyPath) {
    Effect.SendMessage message =
        Messages.toPath(payer.environment, path, content, replyPath.orElse(null)).orElseThrow();
    Post.Delivery delivery = post.carry(payer, message);
    assertThat(delivery.at()).isSameAs(node);
    return delivery.event();
  }

  /** Of the offer in slot 0. */
  Nonce servedNonce() throws StoreException {
    OfferSlot slot =
        OfferCodec.decode(
            node.environment.nightjar(),
            node.environment.store().load(Key.of(Kind.OFFER, new byte[2])));
    return ((Uploaded) slot).served().nonce();
  }

  PublicKey lspId() {
    return lsp.environment.nodeId();
  }

  void assertRefused(List<Effect> effects, String reason) {
    assertThat(effects).isEmpty();
    assertThat(node.refusals).last().isEqualTo(reason);
  }
}
