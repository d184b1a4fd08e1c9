package org.nightjar.async.lsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.nightjar.BuiltOnion;
import org.nightjar.FailureOrigin;
import org.nightjar.Hop;
import org.nightjar.Nightjar;
import org.nightjar.NodeKey;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.async.AttemptId;
import org.nightjar.async.ChannelId;
import org.nightjar.async.Effect;
import org.nightjar.async.Event;
import org.nightjar.async.ForwardingTerms;
import org.nightjar.async.HtlcFailure;
import org.nightjar.async.HtlcId;
import org.nightjar.async.IncomingHtlc;
import org.nightjar.async.OutgoingHtlc;
import org.nightjar.async.PaymentHash;
import org.nightjar.async.Preimage;
import org.nightjar.async.Reaction;
import org.nightjar.async.TestNode;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.MemoryStore;
import org.nightjar.async.store.Outcome;
import org.nightjar.async.store.Store;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.PaymentPayload;
import org.nightjar.wire.ShortChannelId;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireProfile;
import org.nightjar.wire.async.ReleaseHeldHtlc;
import org.nightjar.wire.blinded.PaymentRelay;
import org.nightjar.wire.failure.FailureMessage;
import org.nightjar.wire.message.OnionMessage;
import org.nightjar.wire.message.OnionMessageBuilder;
import org.nightjar.wire.message.OnionMessagePeeler;
import org.nightjar.wire.message.PeeledMessage;

/**
 * A forwarding node between Alice, who pays, and Carol, who is next, with a driver: writes are done
 * before effects, and what conflicts comes again.
 */
final class Lsp {
  static final Nightjar NIGHTJAR = TestNode.NIGHTJAR;
  static final PublicKey ALICE = key("alice").publicKey();
  static final PublicKey CAROL = key("carol").publicKey();
  static final PublicKey DAVE = key("dave").publicKey();
  static final ShortChannelId TO_CAROL = ShortChannelId.of(100, 1, 0);
  static final ShortChannelId TO_DAVE = ShortChannelId.of(100, 2, 0);
  static final ChannelId FROM_ALICE = ChannelId.of(hash("channel of alice"));

  static final long HEIGHT = 800_000;
  static final long OUT_MSAT = 1_000_000;
  static final long IN_MSAT = 1_002_000;
  static final long OUT_CLTV = HEIGHT + 300;
  static final long IN_CLTV = HEIGHT + 500;
  static final Preimage PREIMAGE = Preimage.of(hash("preimage"));
  static final PaymentHash HASH = PREIMAGE.hash(NIGHTJAR.primitives());
  static final ForwardingTerms TERMS =
      new ForwardingTerms(new PaymentRelay(80, 1000, 1000), 1000, 5_000_000_000L);

  final FakeRoutes routes;
  final TestNode node;
  final HoldPolicy policy;
  ForwardingNode role;
  Instant now = Instant.parse("2026-11-28T00:00:00Z");
  long height = HEIGHT;

  Lsp() throws StoreException {
    this(policy());
  }

  Lsp(HoldPolicy policy) throws StoreException {
    this(policy, channels());
  }

  Lsp(HoldPolicy policy, FakeRoutes routes) throws StoreException {
    this(policy, routes, new MemoryStore());
  }

  Lsp(HoldPolicy policy, FakeRoutes routes, Store store) throws StoreException {
    this.policy = policy;
    this.routes = routes;
    node = new TestNode("lsp", routes, store);
    restart();
    give(new Event.PeerUsable(ALICE));
    give(new Event.PeerUsable(CAROL));
    give(new Event.PeerUsable(DAVE));
  }

  /** To Carol and to Dave. */
  static FakeRoutes channels() {
    FakeRoutes routes = new FakeRoutes();
    routes.put(TO_CAROL, CAROL, TERMS);
    routes.put(TO_DAVE, DAVE, TERMS);
    return routes;
  }

  /** The defaults with Carol as a client, and failures that do not wait. */
  static HoldPolicy policy() {
    HoldPolicy defaults = HoldPolicy.defaults();
    return with(defaults, defaults.perPeer(), defaults.inAll(), 0, Set.of());
  }

  static HoldPolicy with(
      HoldPolicy policy,
      HoldLimits perPeer,
      HoldLimits inAll,
      long minHoldFeeMsat,
      Set<PublicKey> retransmitters) {
    return new HoldPolicy(
        true,
        perPeer,
        inAll,
        minHoldFeeMsat,
        policy.cltv(),
        policy.peerWait(),
        Duration.ZERO,
        policy.earlyReleases(),
        policy.delegations(),
        Set.of(CAROL),
        retransmitters,
        policy.receives());
  }

  static byte[] hash(String name) {
    return NIGHTJAR.primitives().sha256(name.getBytes(StandardCharsets.UTF_8));
  }

  static NodeKey key(String name) {
    return NIGHTJAR.nodeKey(SecretKey.of(hash(name)));
  }

  static HtlcId id(long id) {
    return new HtlcId(FROM_ALICE, id);
  }

  /** Another process on the same store: what it does at start. */
  List<Effect> restart() throws StoreException {
    role = new ForwardingNode(node.environment, policy);
    return act(new Event.Started(height));
  }

  /** What follows from an event. */
  List<Effect> give(Event event) throws StoreException {
    List<Effect> effects = new ArrayList<>();
    for (Reaction reaction : role.on(event, now)) {
      Outcome outcome = node.environment.store().write(List.of(reaction.writes())).get(0);
      if (outcome instanceof Outcome.Conflict) {
        return give(event);
      }
      effects.addAll(reaction.effects());
    }
    return effects;
  }

  /** The same, without what is told to people and the payer. */
  List<Effect> act(Event event) throws StoreException {
    return give(event).stream()
        .filter(effect -> !(effect instanceof Effect.Notify))
        .filter(effect -> !(effect instanceof Effect.SendPeerMessage))
        .toList();
  }

  List<Effect> tick(Duration later) throws StoreException {
    now = now.plus(later);
    return act(new Event.Tick());
  }

  List<Effect> block(long newHeight) throws StoreException {
    height = newHeight;
    return act(new Event.BlockConnected(newHeight));
  }

  HtlcState state(HtlcId id) throws StoreException {
    return HtlcCodec.decode(node.environment.store().load(HtlcCodec.key(id)).orElseThrow());
  }

  boolean hasRecord(HtlcId id) throws StoreException {
    return node.environment.store().load(HtlcCodec.key(id)).isPresent();
  }

  /** Whether any record has these bytes. */
  boolean storeHas(byte[] bytes) throws StoreException {
    String hex = HexFormat.of().formatHex(bytes);
    for (Kind kind : Kind.values()) {
      for (Stored stored : node.environment.store().scan(kind, null, 10_000)) {
        if (HexFormat.of().formatHex(stored.value()).contains(hex)) {
          return true;
        }
      }
    }
    return false;
  }

  static PaymentPayload.Builder forLsp() {
    return PaymentPayload.builder()
        .amtToForward(OUT_MSAT)
        .outgoingCltvValue(OUT_CLTV)
        .shortChannelId(TO_CAROL);
  }

  /** An onion over the node to Carol. */
  BuiltOnion onion(String session, PaymentPayload forLsp) {
    return onion(session, forLsp.encode());
  }

  BuiltOnion onion(String session, byte[] forLsp) {
    PaymentPayload forCarol =
        PaymentPayload.builder().amtToForward(OUT_MSAT).outgoingCltvValue(OUT_CLTV).build();
    return NIGHTJAR.buildPaymentOnion(
        SecretKey.of(hash(session)),
        List.of(Hop.of(node.environment.nodeId(), forLsp), Hop.of(CAROL, forCarol.encode())),
        HASH.toBytes());
  }

  IncomingHtlc htlc(long id, BuiltOnion onion, boolean hold) {
    return new IncomingHtlc(
        id(id), ALICE, IN_MSAT, HASH, IN_CLTV, onion.packet(), Optional.empty(), hold);
  }

  /** An HTLC with an onion of its own. */
  IncomingHtlc htlc(long id, boolean hold) {
    return htlc(id, onion("session " + id, forLsp().build()), hold);
  }

  static Event.HtlcCommitted committed(IncomingHtlc htlc) {
    return new Event.HtlcCommitted(htlc);
  }

  /** Holds an HTLC. */
  HtlcId held(long id) throws StoreException {
    assertThat(act(committed(htlc(id, true)))).isEmpty();
    assertThat(state(id(id))).isInstanceOf(Held.class);
    return id(id);
  }

  /** The release of an HTLC, as it arrives. */
  Event release(HtlcId id) {
    return message(
        role.releasePath(id, ALICE, IN_CLTV), ReleaseHeldHtlc.create().content(WireProfile.LDK));
  }

  /** A message over a path that begins and ends at the node, as it arrives. */
  Event message(BlindedPath path, TlvRecord content) {
    OnionMessage message =
        OnionMessageBuilder.toPath(NIGHTJAR, path)
            .content(content)
            .build(SecretKey.of(hash("message")), SecretKey.of(hash("path")));
    PeeledMessage peeled =
        new OnionMessagePeeler(NIGHTJAR, node.environment.nodeKey()).peel(message);
    assertThat(peeled).isInstanceOf(PeeledMessage.Last.class);
    return new Event.MessageArrived(CAROL, peeled);
  }

  AttemptId attempt(HtlcId id, int number) {
    return Attempts.id(NIGHTJAR.primitives(), id, number);
  }

  static Event fulfilled(AttemptId attempt) {
    return new Event.HtlcFulfilled(attempt, PREIMAGE, Optional.empty());
  }

  /** The only outgoing HTLC among effects. */
  static OutgoingHtlc offered(List<Effect> effects) {
    return effects.stream()
        .filter(Effect.OfferHtlc.class::isInstance)
        .map(effect -> ((Effect.OfferHtlc) effect).htlc())
        .reduce(
            (a, b) -> {
              throw new AssertionError("two outgoing HTLCs");
            })
        .orElseThrow(() -> new AssertionError("no outgoing HTLC: " + effects));
  }

  /** The only failure among effects. */
  static HtlcFailure failure(List<Effect> effects) {
    assertThat(effects).filteredOn(Effect.FailHtlc.class::isInstance).hasSize(1);
    return effects.stream()
        .filter(Effect.FailHtlc.class::isInstance)
        .map(effect -> ((Effect.FailHtlc) effect).failure())
        .findFirst()
        .orElseThrow();
  }

  /** What a failure says to the payer, who built the onion; the node is hop 0. */
  static FailureMessage read(BuiltOnion onion, HtlcFailure failure, int hop) {
    HtlcFailure.Encrypted encrypted = (HtlcFailure.Encrypted) failure;
    FailureOrigin origin =
        NIGHTJAR.failures().decrypt(encrypted.packet(), onion.sharedSecrets()).orElseThrow();
    assertThat(origin.hop()).isEqualTo(hop);
    try {
      return FailureMessage.decode(origin.message());
    } catch (WireException e) {
      throw new AssertionError(e);
    }
  }
}
