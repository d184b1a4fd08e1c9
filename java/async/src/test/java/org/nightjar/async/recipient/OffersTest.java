package org.nightjar.async.recipient;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nightjar.PublicKey;
import org.nightjar.async.Effect;
import org.nightjar.async.Event;
import org.nightjar.async.Notice;
import org.nightjar.async.PathContexts.Purpose;
import org.nightjar.async.Reaction;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.StoreException;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.FirstNode;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.WireProfile;
import org.nightjar.wire.async.OfferPaths;
import org.nightjar.wire.async.StaticInvoicePersisted;
import org.nightjar.wire.blinded.PaymentRelay;
import org.nightjar.wire.bolt12.Field;
import org.nightjar.wire.bolt12.Offer;
import org.nightjar.wire.bolt12.StaticInvoice;
import org.nightjar.wire.message.ContentType;

class OffersTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final RecipientPolicy.OfferPolicy POLICY = RecipientPolicy.OfferPolicy.defaults();

  private World world;

  @BeforeEach
  void start() throws StoreException {
    world = new World();
  }

  private OfferSlot slot(int slot) throws StoreException {
    return OfferCodec.decode(
        world.node.environment.nightjar(),
        world.node.environment.store().load(Key.of(Kind.OFFER, new byte[] {0, (byte) slot})));
  }

  private long createdAt(int slot) throws StoreException {
    return ((Uploaded) slot(slot)).served().upload().createdAt();
  }

  private StaticInvoice servedInvoice(Offer offer) throws Exception {
    world.atPayer.clear();
    world.ask(TestPayment.request(world, offer, 1000), offer);
    TlvRecord content = world.atPayer.get(0).payload().content().orElseThrow();
    assertThat(content.type()).isEqualTo(ContentType.STATIC_INVOICE);
    return StaticInvoice.decode(content.value(), WireProfile.LDK);
  }

  @Test
  void goesFromVacantToUsed() throws Exception {
    world.serverDown = true;
    List<Effect> requests =
        world.node.commit(world.recipient.serveOffers(world.requestPaths(), world.now));
    assertThat(requests).hasSize(3);
    assertThat(slot(0)).isInstanceOf(Vacant.class);
    assertThat(world.recipient.offer(0, world.now)).isEmpty();
    world.serverDown = false;
    world.settle(requests);
    for (int slot = 0; slot < 3; slot++) {
      assertThat(slot(slot)).isInstanceOf(Ready.class);
    }
    assertThat(world.notices).hasSize(3).allMatch(n -> n instanceof Notice.OfferReady);
    Offer offer = world.recipient.offer(0, world.now).orElseThrow();
    assertThat(slot(0)).isInstanceOf(Used.class);
    world.notices.clear();
    world.restart();
    assertThat(world.notices).hasSize(2).allMatch(n -> n instanceof Notice.OfferReady);
    assertThat(world.recipient.offer(0, world.now)).contains(offer);
    assertThat(servedInvoice(offer).isFor(offer)).isTrue();
  }

  @Test
  void anInvoiceIsAsLdkMakesIt() throws Exception {
    Offer offer = world.offer();
    StaticInvoice invoice = servedInvoice(offer);
    assertThat(offer.stream().records())
        .extracting(TlvRecord::type)
        .containsExactly(2L, 14L, 16L, 22L);
    assertThat(invoice.stream().records())
        .extracting(TlvRecord::type)
        .containsExactly(2L, 14L, 16L, 22L, 160L, 162L, 164L, 166L, 174L, 176L, 236L, 240L);
    assertThat(invoice.relativeExpiry()).isEqualTo(1_209_600);
    assertThat(invoice.allowsMpp()).isTrue();
    assertThat(invoice.signingKey()).isEqualTo(offer.get(Field.OFFER_ISSUER_ID).orElseThrow());
    assertThat(invoice.encode().length).isLessThan(5 * 1024);
    BlindedPath path = invoice.get(Field.INVOICE_PATHS).orElseThrow().get(0);
    assertThat(path.firstNode()).isEqualTo(new FirstNode.NodeId(world.lspId()));
    assertThat(path.hops()).hasSize(4);
    assertThat(path.hops().stream().map(hop -> hop.encryptedRecipientData().length))
        .containsExactly(76, 76, 76, 106);
    assertThat(invoice.get(Field.staticInvoiceMessagePaths(WireProfile.LDK)).orElseThrow())
        .hasSize(2);
    var info = invoice.get(Field.INVOICE_BLINDEDPAY).orElseThrow().get(0);
    assertThat(info.cltvExpiryDelta()).isEqualTo(34 + 80);
    assertThat(info.feeBaseMsat()).isEqualTo(1);
    assertThat(info.feeProportionalMillionths()).isEqualTo(1000);
  }

  @Test
  void threeLargeLspsStillFitAnInvoice() throws Exception {
    world.routes().inbound.add(World.channel(world.lsp2, 2, true));
    world.routes().inbound.add(World.channel(world.payer, 3, true));
    world.routes().inbound.add(World.channel(world.lsp, 4, true));
    StaticInvoice invoice = servedInvoice(world.offer());
    assertThat(invoice.get(Field.INVOICE_PATHS).orElseThrow()).hasSize(3);
    assertThat(invoice.encode().length).isLessThan(5 * 1024);
  }

  @Test
  void everyOfferHasItsOwnKeyThatIsInNoStore() throws Exception {
    world.offer();
    Offer first = world.recipient.offer(0, world.now).orElseThrow();
    Offer second = world.recipient.offer(1, world.now).orElseThrow();
    assertThat(first.get(Field.OFFER_ISSUER_ID)).isNotEqualTo(second.get(Field.OFFER_ISSUER_ID));
    RecipientSecrets secrets =
        new RecipientSecrets(world.node.environment.nightjar(), world.node.environment.nodeKey());
    Nonce nonce = ((Uploaded) slot(0)).served().nonce();
    String key = HexFormat.of().formatHex(secrets.issuerKey(nonce).exposeSecretBytes());
    for (var stored : world.node.environment.store().scan(Kind.OFFER, null, 100)) {
      assertThat(HexFormat.of().formatHex(stored.value())).doesNotContain(key);
    }
  }

  private static World worldOf(int slots) throws StoreException {
    RecipientPolicy.OfferPolicy offers =
        new RecipientPolicy.OfferPolicy(
            slots,
            POLICY.refresh(),
            POLICY.resend(),
            POLICY.pathRequestsPerMinute(),
            POLICY.minPathLifetime(),
            POLICY.offerLifetime(),
            POLICY.invoiceExpiry(),
            POLICY.holdWindow(),
            POLICY.maxPaymentPaths(),
            POLICY.messagePaths(),
            POLICY.paymentDummyHops(),
            POLICY.minFinalCltvExpiryDelta(),
            POLICY.maxHtlcCltv());
    return new World(
        new RecipientPolicy(
            offers,
            RecipientPolicy.AnswerPolicy.defaults(),
            RecipientPolicy.ClaimPolicy.defaults()));
  }

  @Test
  void asksAtMostThreeTimesAMinute() throws Exception {
    world = worldOf(10);
    assertThat(world.recipient.serveOffers(world.requestPaths(), world.now)).hasSize(4);
    assertThat(world.on(new Event.Tick())).isEmpty();
    world.serverDown = true;
    for (int i = 0; i < 10; i++) {
      assertThat(world.on(new Event.Tick())).isEmpty();
    }
  }

  @Test
  void asksAgainAfterAMinuteAndAfterARestart() throws Exception {
    world.serverDown = true;
    world.settle(world.node.commit(world.recipient.serveOffers(world.requestPaths(), world.now)));
    assertThat(world.on(new Event.Tick())).isEmpty();
    world.now = world.now.plus(MINUTE);
    assertThat(world.on(new Event.Tick())).hasSize(3);
    world.restart();
    assertThat(world.on(new Event.Tick())).hasSize(3);
  }

  @Test
  void storesBeforeItUploads() throws Exception {
    List<Effect> requests =
        world.node.commit(world.recipient.serveOffers(world.requestPaths(), world.now));
    List<Effect> answers =
        world.serverNode.commit(
            world.server.on(world.post.carry(world.node, requests.get(0)).event(), world.now));
    Event.MessageArrived offerPaths = world.post.carry(world.serverNode, answers.get(0)).event();
    List<Reaction> reactions = world.recipient.on(offerPaths, world.now);
    assertThat(reactions).hasSize(1);
    assertThat(reactions.get(0).writes()).hasSize(1);
    assertThat(reactions.get(0).effects()).hasSize(1);
    world.node.commit(reactions);
    assertThat(slot(0)).isInstanceOf(Pending.class);
    for (int i = 0; i < 1000; i++) {
      world.assertRefused(world.on(offerPaths), "offer paths for a slot that wants none");
    }
  }

  @Test
  void resendsTheSameInvoiceUntilItIsAcknowledged() throws Exception {
    List<Effect> requests =
        world.node.commit(world.recipient.serveOffers(world.requestPaths(), world.now));
    Event offerPaths = null;
    for (Effect effect :
        world.serverNode.commit(
            world.server.on(world.post.carry(world.node, requests.get(0)).event(), world.now))) {
      offerPaths = world.post.carry(world.serverNode, effect).event();
    }
    world.on(offerPaths);
    OfferSlot pending = slot(0);
    world.serverDown = true;
    world.now = world.now.plus(MINUTE);
    assertThat(world.on(new Event.Tick())).isNotEmpty();
    world.restart();
    assertThat(slot(0)).isEqualTo(pending);
    world.serverDown = false;
    world.settle(world.on(new Event.Tick()));
    assertThat(slot(0)).isInstanceOf(Ready.class);
    assertThat(createdAt(0)).isEqualTo(World.START.getEpochSecond());
  }

  @Test
  void lateAcknowledgementsHaveNoEffect() throws Exception {
    world.offer();
    Served served = ((Uploaded) slot(0)).served();
    OfferContext old =
        new OfferContext(
            Times.seconds(world.now.plus(MINUTE)), 0, served.nonce(), served.createdAt() - 1);
    for (OfferContext context :
        List.of(old, new OfferContext(old.expiry(), 0, served.nonce(), served.createdAt()))) {
      BlindedPath path =
          world
              .node
              .environment
              .contexts()
              .messagePath(List.of(), Purpose.STATIC_INVOICE_PERSISTED, context.encode());
      world.assertRefused(
          world.on(
              world.toRecipient(path, StaticInvoicePersisted.create().content(WireProfile.LDK))),
          "acknowledgement of no invoice that waits for it");
    }
  }

  @Test
  void refreshesUsedOffersEveryTwoHours() throws Exception {
    Offer offer = world.offer();
    world.pass(POLICY.refresh());
    assertThat(createdAt(0)).isEqualTo(World.START.getEpochSecond());
    world.pass(Duration.ofSeconds(1));
    assertThat(createdAt(0)).isEqualTo(world.now.getEpochSecond());
    assertThat(slot(0)).isInstanceOf(Used.class);
    assertThat(((Uploaded) slot(0)).served().upload().acknowledged()).isTrue();
    assertThat(servedInvoice(offer).get(Field.INVOICE_CREATED_AT))
        .contains(world.now.getEpochSecond());
    assertThat(world.recipient.offer(0, world.now)).contains(offer);
  }

  @Test
  void replacesOldOffersThatNobodyHas() throws Exception {
    world.offer();
    Offer unused = ((Ready) slot(1)).served().offer();
    world.pass(POLICY.refresh().plusSeconds(1));
    assertThat(slot(1)).isInstanceOf(Ready.class);
    assertThat(((Ready) slot(1)).served().offer()).isNotEqualTo(unused);
    assertThat(createdAt(1)).isEqualTo(world.now.getEpochSecond());
  }

  @Test
  void neverReplacesTheOnlyPayableOffer() throws Exception {
    world = worldOf(1);
    world.settle(world.node.commit(world.recipient.serveOffers(world.requestPaths(), world.now)));
    Offer offer = ((Ready) slot(0)).served().offer();
    world.pass(POLICY.refresh().plusSeconds(1));
    assertThat(((Ready) slot(0)).served().offer()).isEqualTo(offer);
    assertThat(createdAt(0)).isEqualTo(world.now.getEpochSecond());
  }

  @Test
  void refreshesAtOnceWhenAChannelChanges() throws Exception {
    Offer offer = world.offer();
    world.pass(MINUTE);
    world.routes().inbound.set(0, World.channel(world.lsp, 1, true, new PaymentRelay(34, 2000, 1)));
    world.settle(world.on(new Event.PeerUsable(world.lspId())));
    assertThat(
            servedInvoice(offer)
                .get(Field.INVOICE_BLINDEDPAY)
                .orElseThrow()
                .get(0)
                .feeProportionalMillionths())
        .isEqualTo(2000);
    world.pass(MINUTE);
    world.routes().inbound.add(World.channel(world.lsp2, 2, true));
    world.settle(world.on(new Event.PeerUsable(world.lspId())));
    assertThat(servedInvoice(offer).get(Field.INVOICE_PATHS).orElseThrow()).hasSize(2);
    world.pass(MINUTE);
    long before = createdAt(0);
    world.routes().inbound.set(1, World.channel(world.lsp2, 2, false));
    world.settle(world.on(new Event.Tick()));
    assertThat(createdAt(0)).isEqualTo(before);
  }

  @Test
  void aClockThatJumpsBackNeverMakesAnOlderInvoice() throws Exception {
    Offer offer = world.offer();
    world.pass(Duration.ofDays(1));
    long later = createdAt(0);
    world.now = World.START;
    world.routes().inbound.set(0, World.channel(world.lsp, 1, true, new PaymentRelay(34, 2000, 1)));
    world.settle(world.on(new Event.PeerUsable(world.lspId())));
    assertThat(createdAt(0)).isEqualTo(later + 1);
    assertThat(((Uploaded) slot(0)).served().upload().acknowledged()).isTrue();
    assertThat(world.recipient.offer(0, world.now)).contains(offer);
  }

  @Test
  void nothingIsAskedOrMadeWithoutAChannel() throws Exception {
    world.setUsable(false);
    assertThat(world.node.commit(world.recipient.serveOffers(world.requestPaths(), world.now)))
        .isEmpty();
    world.setUsable(true);
    world.settle(world.on(new Event.PeerUsable(world.lspId())));
    assertThat(slot(0)).isInstanceOf(Ready.class);
  }

  @Test
  void refusesOfferPaths() throws Exception {
    OfferContext context =
        new OfferContext(
            Times.seconds(world.now.plus(MINUTE)),
            0,
            Nonce.random(world.node.environment.random()),
            0);
    BlindedPath path = offerPathsPath(context);
    BlindedPath some =
        world.payer.environment.contexts().shortMessagePath(Purpose.OFFER, new byte[20]);
    long enough = Times.seconds(world.now.plus(POLICY.minPathLifetime()));
    refuse(
        path,
        OfferPaths.create(List.of(some), OptionalLong.of(enough - 1)),
        "offer paths that expire too soon");
    refuse(
        path,
        OfferPaths.create(List.of(some, some, some, some), OptionalLong.of(enough)),
        "offer paths too long");
    BlindedPath offCurve =
        BlindedPath.of(
            some.firstNode(),
            PublicKey.fromHex("02ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"),
            some.hops());
    refuse(
        path,
        OfferPaths.create(List.of(offCurve), OptionalLong.of(enough)),
        "offer paths with keys that are none");
    refuse(
        offerPathsPath(new OfferContext(context.expiry(), 3, context.offer(), 0)),
        OfferPaths.create(List.of(some), OptionalLong.of(enough)),
        "offer paths for a slot that there is not");
    refuse(
        offerPathsPath(new OfferContext(Times.seconds(world.now) - 1, 0, context.offer(), 0)),
        OfferPaths.create(List.of(some), OptionalLong.of(enough)),
        "message over no path of ours, or too late");
    refuse(
        world
            .node
            .environment
            .contexts()
            .messagePath(List.of(), Purpose.HELD_HTLC, context.encode()),
        OfferPaths.create(List.of(some), OptionalLong.of(enough)),
        "message over no path of ours, or too late");
    world.setUsable(false);
    refuse(
        path,
        OfferPaths.create(List.of(some), OptionalLong.of(enough)),
        "offer paths without a channel to be paid over");
    assertThat(slot(0)).isInstanceOf(Vacant.class);
  }

  private BlindedPath offerPathsPath(OfferContext context) {
    return world
        .node
        .environment
        .contexts()
        .messagePath(List.of(), Purpose.OFFER_PATHS, context.encode());
  }

  private void refuse(BlindedPath path, OfferPaths message, String reason) throws Exception {
    world.assertRefused(
        world.on(world.toRecipient(path, message.content(WireProfile.LDK))), reason);
  }

  @Test
  void anOfferWithoutEndGetsOne() throws Exception {
    OfferContext context =
        new OfferContext(
            Times.seconds(world.now.plus(MINUTE)),
            0,
            Nonce.random(world.node.environment.random()),
            0);
    for (OptionalLong expiry : List.of(OptionalLong.empty(), OptionalLong.of(-1))) {
      world = new World();
      world.on(
          world.toRecipient(
              offerPathsPath(context),
              OfferPaths.create(
                      List.of(
                          world
                              .payer
                              .environment
                              .contexts()
                              .shortMessagePath(Purpose.OFFER, new byte[20])),
                      expiry)
                  .content(WireProfile.LDK)));
      assertThat(((Pending) slot(0)).served().offer().get(Field.OFFER_ABSOLUTE_EXPIRY))
          .contains(Times.seconds(world.now.plus(POLICY.offerLifetime())));
    }
  }

  @Test
  void offersExpire() throws Exception {
    Offer offer = world.offer();
    world.serverDown = true;
    Duration life = life(offer, world.now);
    world.pass(life.plusSeconds(1));
    assertThat(world.recipient.offer(0, world.now)).isEmpty();
    assertThat(slot(0)).isInstanceOf(Expired.class);
    assertThat(slot(1)).isInstanceOf(Vacant.class);
    world.restart();
    world.pass(POLICY.holdWindow().minusSeconds(1));
    assertThat(slot(0)).isInstanceOf(Expired.class);
    world.pass(Duration.ofSeconds(1));
    assertThat(slot(0)).isInstanceOf(Vacant.class);
  }

  private static Duration life(Offer offer, Instant now) {
    long expiry = offer.get(Field.OFFER_ABSOLUTE_EXPIRY).orElseThrow();
    return Duration.ofSeconds(expiry - now.getEpochSecond());
  }

  @Test
  void malformedMessagesAreCounted() throws Exception {
    BlindedPath path =
        offerPathsPath(
            new OfferContext(
                Times.seconds(world.now), 0, Nonce.random(world.node.environment.random()), 0));
    for (long type : new long[] {72, 75542, 75546}) {
      world.assertRefused(
          world.on(world.toRecipient(path, TlvRecord.of(type, new byte[] {5}))),
          "malformed message");
    }
  }
}
