package org.nightjar.async.payer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nightjar.OnionPacket;
import org.nightjar.PathStep;
import org.nightjar.Peeled;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.async.AttemptId;
import org.nightjar.async.ChannelId;
import org.nightjar.async.Effect;
import org.nightjar.async.Event;
import org.nightjar.async.ForwardingTerms;
import org.nightjar.async.HtlcId;
import org.nightjar.async.InboundChannel;
import org.nightjar.async.Notice;
import org.nightjar.async.OutgoingHtlc;
import org.nightjar.async.PathContexts.Purpose;
import org.nightjar.async.PaymentHash;
import org.nightjar.async.PaymentId;
import org.nightjar.async.Preimage;
import org.nightjar.async.Reaction;
import org.nightjar.async.RouteHop;
import org.nightjar.async.TestNode;
import org.nightjar.async.store.StoreException;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.Features;
import org.nightjar.wire.FirstNode;
import org.nightjar.wire.PaymentPayload;
import org.nightjar.wire.ShortChannelId;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.WireException;
import org.nightjar.wire.blinded.PaymentRelay;
import org.nightjar.wire.bolt12.InvoiceRequest;
import org.nightjar.wire.bolt12.Offer;
import org.nightjar.wire.message.ContentType;
import org.nightjar.wire.message.OnionMessage;
import org.nightjar.wire.message.OnionMessageBuilder;
import org.nightjar.wire.message.OnionMessagePeeler;
import org.nightjar.wire.message.PeeledMessage;

/**
 * A payer with an LSP, and around it a network that delivers what a test lets it deliver. The LSP
 * and the server are keys only; the test plays them.
 */
final class PayerWorld {
  static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
  static final long HEIGHT = 800_000;
  static final long AMOUNT = 50_000_000;
  static final PaymentRelay LSP_RELAY = new PaymentRelay(40, 1_000, 500);
  static final ShortChannelId PAYER_LSP = ShortChannelId.of(1, 1, 0);
  static final ShortChannelId LSP_SERVER = ShortChannelId.of(2, 1, 0);
  static final PaymentId ID = id(0);

  final PayerRoutes routes = new PayerRoutes();
  final TestNode payer = new TestNode("payer", routes);
  final TestNode lsp = new TestNode("lsp", null);
  final Answerers answerers = new Answerers(NOW.minusSeconds(60));
  final PayerPolicy policy;

  Payer role;
  Instant now = NOW;

  PayerWorld() {
    this(PayerPolicy.defaults());
  }

  PayerWorld(PayerPolicy policy) {
    this.policy = policy;
    routes.peers.add(lspId());
    routes.inbound.add(
        new InboundChannel(
            lspId(), PAYER_LSP, new ForwardingTerms(LSP_RELAY, 1, Long.MAX_VALUE), true));
    routes.payments.add(
        List.of(
            new RouteHop(lspId(), PAYER_LSP, PaymentRelay.FREE),
            new RouteHop(answerers.serverId(), LSP_SERVER, LSP_RELAY)));
    restart();
  }

  PublicKey lspId() {
    return lsp.environment.nodeId();
  }

  /** A new process on the same store; what it does at once. */
  List<Effect> restart() {
    return restart(HEIGHT);
  }

  List<Effect> restart(long height) {
    role = new Payer(payer.environment, policy);
    return on(new Event.Started(height));
  }

  List<Effect> on(Event event) {
    try {
      return payer.commit(role.on(event, now));
    } catch (StoreException e) {
      throw new AssertionError(e);
    }
  }

  List<Effect> pay(Offer offer, PayerMode mode) {
    try {
      return payer.commit(role.pay(ID, offer, AMOUNT, mode, now));
    } catch (StoreException e) {
      throw new AssertionError(e);
    }
  }

  List<Effect> cancel() {
    try {
      return payer.commit(role.cancel(ID));
    } catch (StoreException e) {
      throw new AssertionError(e);
    }
  }

  /** Time passes, and the payer looks whether something is due. */
  List<Effect> after(Duration time) {
    now = now.plus(time);
    return on(new Event.Tick());
  }

  PaymentState status() {
    try {
      return role.status(ID).orElseThrow();
    } catch (StoreException e) {
      throw new AssertionError(e);
    }
  }

  /** A part whose HTLC is live. */
  PartStatus.Live live(int part) {
    return (PartStatus.Live) ((PaymentState.WithHtlcs) status()).parts().get(part).status();
  }

  /** The onion of a live HTLC, and those of its book. */
  List<PartOnion> onions(int part) {
    List<PartOnion> onions = new ArrayList<>(List.of(live(part).onion()));
    onions.addAll(live(part).book());
    return onions;
  }

  AttemptId attempt(int part, int attempt) {
    return AttemptIds.of(TestNode.NIGHTJAR.primitives(), ID, part, attempt);
  }

  static <T extends Effect> List<T> only(Class<T> type, List<Effect> effects) {
    return effects.stream().filter(type::isInstance).map(type::cast).toList();
  }

  static List<OutgoingHtlc> offers(List<Effect> effects) {
    return only(Effect.OfferHtlc.class, effects).stream().map(Effect.OfferHtlc::htlc).toList();
  }

  static List<Notice> notices(List<Effect> effects) {
    return only(Effect.Notify.class, effects).stream().map(Effect.Notify::notice).toList();
  }

  /** Carries messages to whom they are for. */
  List<Delivered> delivered(List<Effect> effects) {
    return only(Effect.SendMessage.class, effects).stream().map(this::deliver).toList();
  }

  /** A message where it ends. */
  record Delivered(TestNode node, PeeledMessage.Last message) {
    TlvRecord content() {
      return message.payload().content().orElseThrow();
    }

    BlindedPath replyPath() {
      return message.payload().replyPath().orElseThrow();
    }
  }

  private TestNode node(PublicKey id) {
    return Map.of(
            lspId(),
            lsp,
            answerers.serverId(),
            answerers.server,
            answerers.recipient.environment.nodeId(),
            answerers.recipient,
            payer.environment.nodeId(),
            payer)
        .get(id);
  }

  private Delivered deliver(Effect.SendMessage send) {
    PublicKey to = send.to();
    OnionMessage message = send.message();
    while (true) {
      TestNode node = node(to);
      PeeledMessage peeled =
          new OnionMessagePeeler(TestNode.NIGHTJAR, node.environment.nodeKey()).peel(message);
      if (peeled instanceof PeeledMessage.Last last) {
        return new Delivered(node, last);
      }
      PeeledMessage.Forward forward = (PeeledMessage.Forward) peeled;
      to = forward.data().nextNodeId().orElseThrow();
      message = forward.next();
    }
  }

  /** What arrives at the payer when somebody answers over its reply path. */
  Event answer(BlindedPath replyPath, TlvRecord content) {
    try (SecretKey session = SecretKey.random(payer.environment.random());
        SecretKey path = SecretKey.random(payer.environment.random())) {
      OnionMessage message =
          OnionMessageBuilder.toPath(TestNode.NIGHTJAR, replyPath)
              .content(content)
              .build(session, path);
      PublicKey first = ((FirstNode.NodeId) replyPath.firstNode()).nodeId();
      Delivered delivered = deliver(new Effect.SendMessage(first, message));
      assertThat(delivered.node()).isSameAs(payer);
      return new Event.MessageArrived(lspId(), delivered.message());
    }
  }

  static InvoiceRequest request(Delivered delivered) {
    assertThat(delivered.content().type()).isEqualTo(ContentType.INVOICE_REQUEST);
    try {
      return InvoiceRequest.decode(delivered.content().value());
    } catch (WireException e) {
      throw new AssertionError(e);
    }
  }

  /** The payer asked and got a static invoice; the grace is not over. */
  Delivered takeStatic(PayerMode mode) {
    Offer offer = answerers.offer();
    Delivered request = delivered(pay(offer, mode)).get(0);
    byte[] invoice = answerers.staticInvoice(offer).encode();
    on(answer(request.replyPath(), TlvRecord.of(ContentType.STATIC_INVOICE, invoice)));
    return request;
  }

  /** Mode B with all HTLCs offered. */
  List<OutgoingHtlc> hold() {
    takeStatic(PayerMode.HOLD_AT_LSP);
    return offers(after(policy.grace()));
  }

  /** A trampoline payment with all HTLCs offered, of a payer that knows its own channel only. */
  List<OutgoingHtlc> trampoline() {
    answerers.features = Features.ofBits(17, 57);
    routes.payments.clear();
    routes.payments.add(List.of(new RouteHop(lspId(), PAYER_LSP, PaymentRelay.FREE)));
    takeStatic(PayerMode.TRAMPOLINE);
    return offers(after(policy.grace()));
  }

  /** The path that the LSP gives for an HTLC. */
  BlindedPath releasePath(int number) {
    return lsp.environment
        .contexts()
        .messagePath(List.of(), Purpose.HOLD_RELEASE, new byte[] {(byte) number});
  }

  static HtlcId htlcId(int number) {
    return new HtlcId(ChannelId.of(new byte[32]), number);
  }

  /** The LSP acknowledges HTLCs. */
  List<Effect> acknowledge(List<OutgoingHtlc> htlcs) {
    List<Effect> effects = new ArrayList<>();
    for (int i = 0; i < htlcs.size(); i++) {
      effects.addAll(
          on(new Event.ReleasePathReceived(htlcs.get(i).attempt(), htlcId(i), releasePath(i))));
    }
    return effects;
  }

  /** What each layer of a payment onion says, the payer's LSP first; the recipient's preimage. */
  List<byte[]> peelAll(OutgoingHtlc htlc) {
    return peelAll(htlc.onion(), htlc.paymentHash());
  }

  List<byte[]> peelAll(OnionPacket onion, PaymentHash hash) {
    List<byte[]> payloads = new ArrayList<>();
    List<TestNode> nodes = new ArrayList<>(List.of(lsp, answerers.server));
    nodes.addAll(Collections.nCopies(3, answerers.recipient));
    PublicKey pathKey = null;
    OnionPacket packet = onion;
    for (TestNode node : nodes) {
      Peeled peeled =
          pathKey == null
              ? TestNode.NIGHTJAR.peel(node.environment.nodeKey(), packet, hash.toBytes())
              : TestNode.NIGHTJAR.peel(node.environment.nodeKey(), packet, hash.toBytes(), pathKey);
      Peeled.Accepted layer = (Peeled.Accepted) peeled;
      payloads.add(layer.payload());
      packet = layer.nextPacket();
      pathKey = pathKey == null ? nextPathKey(node, layer) : nextPathKey(layer);
    }
    return payloads;
  }

  private static PublicKey nextPathKey(Peeled.Accepted layer) {
    return layer.path().map(PathStep::nextPathKey).orElseThrow();
  }

  /** At the introduction node the path key is in the payload. */
  private static PublicKey nextPathKey(TestNode node, Peeled.Accepted layer) {
    try {
      PaymentPayload payload = PaymentPayload.decode(layer.payload());
      Optional<PublicKey> own = payload.currentPathKey();
      return own.isEmpty()
          ? null
          : TestNode.NIGHTJAR
              .blindedPaths()
              .unblind(
                  node.environment.nodeKey(),
                  own.get(),
                  payload.encryptedRecipientData().orElseThrow())
              .orElseThrow()
              .nextPathKey();
    } catch (WireException e) {
      throw new AssertionError(e);
    }
  }

  static PaymentId id(int fill) {
    byte[] bytes = new byte[PaymentId.LENGTH];
    Arrays.fill(bytes, (byte) fill);
    return PaymentId.of(bytes);
  }

  static Preimage preimage(int fill) {
    byte[] bytes = new byte[Preimage.LENGTH];
    Arrays.fill(bytes, (byte) fill);
    return Preimage.of(bytes);
  }

  /** What an event brings, not written. */
  List<Effect> payerEffects(Event event) {
    return react(event).stream().flatMap(reaction -> reaction.effects().stream()).toList();
  }

  List<Reaction> react(Event event) {
    try {
      return role.on(event, now);
    } catch (StoreException e) {
      throw new AssertionError(e);
    }
  }
}
