package org.nightjar.async.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nightjar.async.Effect;
import org.nightjar.async.Event;
import org.nightjar.async.PathContexts.Purpose;
import org.nightjar.async.PeerRoutes;
import org.nightjar.async.Post;
import org.nightjar.async.Reaction;
import org.nightjar.async.TestNode;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.StoreException;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.ChainHash;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.WireException;
import org.nightjar.wire.async.OfferPaths;
import org.nightjar.wire.async.OfferPathsRequest;
import org.nightjar.wire.async.ServeStaticInvoice;
import org.nightjar.wire.async.StaticInvoicePersisted;
import org.nightjar.wire.bolt12.Field;
import org.nightjar.wire.bolt12.InvoiceError;
import org.nightjar.wire.bolt12.InvoiceRequest;
import org.nightjar.wire.bolt12.Offer;
import org.nightjar.wire.bolt12.StaticInvoice;
import org.nightjar.wire.message.ContentType;
import org.nightjar.wire.message.PeeledMessage;

class StaticInvoiceServerTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
  private static final Duration DAY = Duration.ofDays(1);

  private final Post post = new Post();
  private final TestNode node = post.node("server");
  private final Client alice = new Client(post, "alice");
  private final Client mallory = new Client(post, "mallory");
  private final Client payer = new Client(post, "payer");
  private StaticInvoiceServer server;
  private BlindedPath requests;

  @BeforeEach
  void start() {
    restart();
    requests = server.requestPaths("alice".getBytes(), NOW.plus(DAY)).get(0);
  }

  private void restart() {
    server = new StaticInvoiceServer(node.environment, ServerPolicy.defaults());
  }

  private List<Effect> on(Event event, Instant now) throws StoreException {
    return node.commit(server.on(event, now));
  }

  private List<Effect> on(Event event) throws StoreException {
    return on(event, NOW);
  }

  private PeeledMessage.Last answerTo(Client client, List<Effect> effects) {
    assertThat(effects).isNotEmpty();
    Post.Delivery delivery = post.carry(node, effects.get(0));
    assertThat(delivery.at()).isSameAs(client.node);
    return delivery.last();
  }

  private static TlvRecord content(PeeledMessage.Last message) {
    return message.payload().content().orElseThrow();
  }

  /** The path for uploads, and the paths for the offer. */
  private record Issued(BlindedPath uploads, List<BlindedPath> offer) {}

  private Issued issue(int slot) throws StoreException, WireException {
    PeeledMessage.Last answer = answerTo(alice, on(alice.askForPaths(requests, slot)));
    OfferPaths paths = (OfferPaths) Client.decode(content(answer));
    assertThat(paths.pathsAbsoluteExpiry())
        .isEqualTo(Client.seconds(NOW.plus(ServerPolicy.defaults().pathLifetime())));
    return new Issued(answer.payload().replyPath().orElseThrow(), paths.paths());
  }

  private Offer serve() throws StoreException, WireException {
    Issued issued = issue(0);
    Offer offer = alice.offer(issued.offer(), builder -> {});
    upload(issued, alice.invoice(offer, NOW, builder -> {}));
    return offer;
  }

  private void upload(Issued issued, StaticInvoice invoice) throws StoreException, WireException {
    PeeledMessage.Last ack =
        answerTo(alice, on(alice.send(issued.uploads(), alice.upload(invoice))));
    assertThat(Client.decode(content(ack))).isInstanceOf(StaticInvoicePersisted.class);
  }

  private void assertRefused(List<Effect> effects, String reason) {
    assertThat(effects).isEmpty();
    assertThat(node.refusals).last().isEqualTo(reason);
  }

  private int storedSlots() throws StoreException {
    return node.environment.store().scan(Kind.SERVED_INVOICE, null, 1000).size();
  }

  @Test
  void servesAndForwards() throws Exception {
    Offer offer = serve();
    restart();
    List<Effect> effects = on(payer.ask(offer));
    assertThat(effects).hasSize(2);
    StaticInvoice invoice =
        StaticInvoice.decode(content(answerTo(payer, effects)).value(), node.environment.profile());
    assertThat(invoice.isFor(offer)).isTrue();
    Post.Delivery forwarded = post.carry(node, effects.get(1));
    assertThat(forwarded.at()).isSameAs(alice.node);
    assertThat(content(forwarded.last()).type()).isEqualTo(ContentType.INVOICE_REQUEST);
    assertThat(InvoiceRequest.decode(content(forwarded.last()).value()).isFor(offer)).isTrue();
    assertThat(forwarded.last().payload().replyPath()).isPresent();
    assertThat(node.refusals).isEmpty();
  }

  @Test
  void nothingIsStoredForPaths() throws Exception {
    issue(3);
    assertThat(storedSlots()).isZero();
  }

  @Test
  void anAcknowledgementIsSentOnlyWithTheWrite() throws Exception {
    Issued issued = issue(0);
    StaticInvoice invoice =
        alice.invoice(alice.offer(issued.offer(), builder -> {}), NOW, builder -> {});
    List<Reaction> reactions = server.on(alice.send(issued.uploads(), alice.upload(invoice)), NOW);
    assertThat(reactions).hasSize(1);
    assertThat(reactions.get(0).writes()).hasSize(1);
    assertThat(reactions.get(0).effects()).hasSize(1);
  }

  @Test
  void theSameInvoiceIsAcknowledgedAgainWithoutAWrite() throws Exception {
    Issued issued = issue(0);
    StaticInvoice invoice =
        alice.invoice(alice.offer(issued.offer(), builder -> {}), NOW, builder -> {});
    ServeStaticInvoice upload = alice.upload(invoice);
    on(alice.send(issued.uploads(), upload));
    restart();
    List<Reaction> again = server.on(alice.send(issued.uploads(), upload), NOW);
    assertThat(again).hasSize(1);
    assertThat(again.get(0).writes()).isEmpty();
    assertThat(again.get(0).effects()).hasSize(1);
  }

  @Test
  void newerReplacesOlderAndNeverTheOtherWayRound() throws Exception {
    Issued issued = issue(0);
    Offer offer = alice.offer(issued.offer(), builder -> {});
    StaticInvoice old = alice.invoice(offer, NOW, builder -> {});
    StaticInvoice other =
        alice.invoice(offer, NOW, builder -> builder.set(Field.INVOICE_RELATIVE_EXPIRY, 5000L));
    StaticInvoice newer = alice.invoice(offer, NOW.plusSeconds(1), builder -> {});
    upload(issued, old);
    String stale = "static invoice not newer than the one that is served";
    assertRefused(on(alice.send(issued.uploads(), alice.upload(other))), stale);
    upload(issued, newer);
    Event replay = alice.send(issued.uploads(), alice.upload(old));
    assertRefused(on(replay), stale);
    restart();
    assertRefused(on(replay), stale);
    assertThat(content(answerTo(payer, on(payer.ask(offer)))).value()).isEqualTo(newer.encode());
  }

  @Test
  void aReplayedFloodOfUploadsHasOneEffect() throws Exception {
    Issued issued = issue(0);
    Offer offer = alice.offer(issued.offer(), builder -> {});
    Event old = alice.send(issued.uploads(), alice.upload(alice.invoice(offer, NOW, b -> {})));
    on(old);
    upload(issued, alice.invoice(offer, NOW.plusSeconds(1), builder -> {}));
    int refused = 0;
    for (int i = 0; i < 1000; i++) {
      refused += on(old).isEmpty() ? 1 : 0;
    }
    assertThat(refused).isEqualTo(1000);
    assertThat(node.refusals).hasSize(1000).contains("too many static invoices");
    assertThat(storedSlots()).isEqualTo(1);
  }

  @Test
  void refusesPathRequests() throws Exception {
    int limit = ServerPolicy.defaults().slots();
    assertRefused(
        on(alice.askForPaths(requests, limit)), "offer paths for a slot beyond the limit");
    String unknown = "offer paths asked for by nobody we know";
    assertRefused(on(alice.askForPaths(requests, 0), NOW.plus(DAY).plusSeconds(1)), unknown);
    BlindedPath otherPurpose = issue(0).offer().get(0);
    assertRefused(on(alice.askForPaths(otherPurpose, 0)), unknown);
    BlindedPath forged =
        mallory
            .environment()
            .contexts()
            .messagePath(
                List.of(node.environment.nodeId()), Purpose.OFFER_PATHS_REQUEST, new byte[9]);
    assertThat(on(mallory.askForPaths(forged, 0))).isEmpty();
    assertThat(on(alice.askForPaths(requests, limit - 1))).hasSize(1);
  }

  @Test
  void refusesAContextCutShort() throws Exception {
    for (int length = 0; length < 11; length++) {
      BlindedPath path =
          node.environment
              .contexts()
              .messagePath(List.of(), Purpose.OFFER_PATHS_REQUEST, new byte[length]);
      assertRefused(
          on(alice.askForPaths(path, 0), Instant.EPOCH), "offer paths asked for by nobody we know");
    }
  }

  @Test
  void refusesMalformedMessages() throws Exception {
    Issued issued = issue(0);
    for (long type : new long[] {75540, 75544}) {
      for (byte[] bad : List.of(new byte[0], new byte[] {9}, new byte[] {2, 0, 0})) {
        assertRefused(on(alice.send(requests, TlvRecord.of(type, bad))), "malformed message");
        assertRefused(
            on(alice.send(issued.uploads(), TlvRecord.of(type, bad))), "malformed message");
      }
    }
    int before = node.refusals.size();
    assertThat(on(alice.send(issued.offer().get(0), TlvRecord.of(72, new byte[] {9})))).isEmpty();
    assertThat(node.refusals).hasSize(before);
  }

  @Test
  void refusesStaticInvoices() throws Exception {
    Issued issued = issue(0);
    Offer offer = alice.offer(issued.offer(), builder -> {});
    refuseUpload(
        issued,
        alice.invoice(offer, NOW.minus(DAY.multipliedBy(15)), builder -> {}),
        "static invoice expired on arrival");
    refuseUpload(
        issued,
        alice.invoice(
            alice.offer(
                issued.offer(), b -> b.set(Field.OFFER_ABSOLUTE_EXPIRY, NOW.getEpochSecond() - 1)),
            NOW,
            builder -> {}),
        "static invoice expired on arrival");
    refuseUpload(
        issued,
        alice.invoice(
            alice.offer(issued.offer(), b -> b.set(Field.OFFER_CHAINS, List.of(ChainHash.BITCOIN))),
            NOW,
            builder -> {}),
        "static invoice for another chain");
    refuseUpload(
        issued,
        alice.invoice(
            alice.offer(issued.offer(), b -> b.set(Field.OFFER_DESCRIPTION, "x".repeat(5 * 1024))),
            NOW,
            builder -> {}),
        "static invoice too long");
    byte[] signed = alice.invoice(offer, NOW, builder -> {}).encode();
    signed[signed.length - 1] ^= 1;
    assertRefused(
        on(alice.send(issued.uploads(), ServeStaticInvoice.create(signed, alice.pathHere()))),
        "static invoice not signed by its key");
    assertRefused(
        on(alice.send(issued.uploads(), ServeStaticInvoice.create(new byte[8], alice.pathHere()))),
        "malformed static invoice");
    assertThat(storedSlots()).isZero();
  }

  private void refuseUpload(Issued issued, StaticInvoice invoice, String reason) throws Exception {
    assertRefused(on(alice.send(issued.uploads(), alice.upload(invoice))), reason);
  }

  @Test
  void refusesOfferPathsOfOthers() throws Exception {
    String reason = "offer path not issued for this slot";
    Issued issued = issue(0);
    Issued otherSlot = issue(1);
    BlindedPath malloryRequests = server.requestPaths("mallory".getBytes(), NOW.plus(DAY)).get(0);
    PeeledMessage.Last answer = answerTo(mallory, on(mallory.askForPaths(malloryRequests, 0)));
    List<BlindedPath> malloryPaths = ((OfferPaths) Client.decode(content(answer))).paths();
    BlindedPath offerPath = issued.offer().get(0);
    BlindedPath changed =
        BlindedPath.of(offerPath.firstNode(), payer.pathHere().firstPathKey(), offerPath.hops());
    for (List<BlindedPath> paths :
        List.of(
            otherSlot.offer(),
            malloryPaths,
            List.of(alice.pathHere()),
            List.of(offerPath, alice.pathHere()),
            List.of(issued.uploads()),
            List.of(changed))) {
      refuseUpload(issued, alice.invoice(alice.offer(paths, b -> {}), NOW, builder -> {}), reason);
    }
  }

  @Test
  void refusesForwardPathsOfNoUse() throws Exception {
    Issued issued = issue(0);
    StaticInvoice invoice =
        alice.invoice(alice.offer(issued.offer(), builder -> {}), NOW, builder -> {});
    ((PeerRoutes) node.environment.routes()).strangers.add(payer.environment().nodeId());
    for (BlindedPath useless : List.of(issued.offer().get(0), requests, payer.pathHere())) {
      assertRefused(
          on(alice.send(issued.uploads(), ServeStaticInvoice.create(invoice.encode(), useless))),
          "forward path of no use");
    }
    BlindedPath throughServer =
        alice
            .environment()
            .contexts()
            .messagePath(
                List.of(node.environment.nodeId()), Purpose.FORWARDED_REQUEST, Client.NO_CONTEXT);
    assertThat(
            on(
                alice.send(
                    issued.uploads(), ServeStaticInvoice.create(invoice.encode(), throughServer))))
        .hasSize(1);
  }

  @Test
  void refusesUploadsOverOtherPaths() throws Exception {
    Issued issued = issue(0);
    StaticInvoice invoice =
        alice.invoice(alice.offer(issued.offer(), builder -> {}), NOW, builder -> {});
    String reason = "static invoice of nobody we know";
    assertRefused(on(alice.send(issued.offer().get(0), alice.upload(invoice))), reason);
    assertRefused(on(alice.send(requests, alice.upload(invoice))), reason);
    Instant late = NOW.plus(ServerPolicy.defaults().pathLifetime()).plusSeconds(1);
    assertRefused(on(alice.send(issued.uploads(), alice.upload(invoice)), late), reason);
  }

  @Test
  void refusesInvoiceRequests() throws Exception {
    Offer offer = serve();
    BlindedPath path = offer.get(Field.OFFER_PATHS).orElseThrow().get(0);
    Instant late = NOW.plus(ServerPolicy.defaults().pathLifetime()).plusSeconds(1);
    assertRefused(
        on(payer.ask(offer), late),
        "invoice request over an expired path, or without one for the answer");
    assertRefused(
        on(payer.send(path, TlvRecord.of(ContentType.INVOICE_REQUEST, new byte[] {1}))),
        "malformed invoice request");
    byte[] signed = payer.request(offer).encode();
    signed[signed.length - 1] ^= 1;
    assertRefused(
        on(payer.send(path, TlvRecord.of(ContentType.INVOICE_REQUEST, signed))),
        "invoice request not signed by its key");
  }

  @Test
  void answersRequestsForOtherOffersWithAnError() throws Exception {
    Offer offer = serve();
    Offer never = alice.offer(issue(1).offer(), builder -> {});
    Offer other =
        alice.offer(
            offer.get(Field.OFFER_PATHS).orElseThrow(),
            builder -> builder.set(Field.OFFER_ISSUER, "somebody else"));
    for (Offer wrong : List.of(never, other)) {
      List<Effect> effects = on(payer.ask(wrong));
      assertThat(effects).hasSize(1);
      TlvRecord error = content(answerTo(payer, effects));
      assertThat(error.type()).isEqualTo(ContentType.INVOICE_ERROR);
      assertThat(InvoiceError.decode(error.value()).error()).isNotEmpty();
    }
  }

  @Test
  void anExpiredInvoiceIsNotServedButTheRecipientIsAsked() throws Exception {
    Offer offer = serve();
    Instant late = NOW.plus(DAY.multipliedBy(15));
    List<Effect> effects = on(payer.ask(offer), late);
    assertThat(effects).hasSize(1);
    assertThat(content(answerTo(alice, effects)).type()).isEqualTo(ContentType.INVOICE_REQUEST);
    assertThat(node.refusals).containsExactly("invoice request for an expired static invoice");
  }

  @Test
  void anExpiredOfferIsAnsweredWithAnError() throws Exception {
    Issued issued = issue(0);
    Offer offer =
        alice.offer(
            issued.offer(),
            builder -> builder.set(Field.OFFER_ABSOLUTE_EXPIRY, NOW.getEpochSecond() + 10));
    upload(issued, alice.invoice(offer, NOW, builder -> {}));
    List<Effect> effects = on(payer.ask(offer), NOW.plusSeconds(11));
    assertThat(effects).hasSize(1);
    assertThat(content(answerTo(payer, effects)).type()).isEqualTo(ContentType.INVOICE_ERROR);
  }

  @Test
  void aFloodFromOnePeerLeavesTheOthersFourFifths() throws Exception {
    Offer offer = serve();
    Event flood = mallory.ask(offer);
    int answered = 0;
    for (int i = 0; i < 1000; i++) {
      answered += on(flood).isEmpty() ? 0 : 1;
    }
    assertThat(answered).isEqualTo(ServerPolicy.defaults().requestsPerMinuteOfPeer());
    Event good = payer.ask(offer);
    for (int i = 0; i < ServerPolicy.defaults().requestsPerMinuteOfPeer(); i++) {
      assertThat(on(good)).isNotEmpty();
    }
    assertThat(on(flood, NOW.plusSeconds(60))).hasSize(2);
  }

  /** Requests of others that are answered in a minute, when they want all there is. */
  private int answered(Offer offer, int floodPerSecond) throws Exception {
    restart();
    Event flood = mallory.ask(offer);
    List<Event> others = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      others.add(new Client(post, "peer " + i).ask(offer));
    }
    int answered = 0;
    for (int second = 0; second < 60; second++) {
      Instant at = NOW.plusSeconds(second);
      for (int i = 0; i < floodPerSecond; i++) {
        on(flood, at);
      }
      for (Event request : others) {
        answered += on(request, at).isEmpty() ? 0 : 1;
      }
    }
    return answered;
  }

  @Test
  void aFloodThatDoesNotEndCostsTheOthersLessThanAFifth() throws Exception {
    Offer offer = serve();
    int alone = answered(offer, 0);
    int beside = answered(offer, 5);
    assertThat(alone).isGreaterThanOrEqualTo(ServerPolicy.defaults().requestsPerMinute());
    assertThat(5 * beside).isGreaterThan(4 * alone);
  }

  @Test
  void copiesOfARequestAreAnsweredEachAndForwardedOnce() throws Exception {
    Offer offer = serve();
    Event request = payer.ask(offer);
    assertThat(on(request)).hasSize(2);
    for (Effect effect : on(request)) {
      assertThat(content(post.carry(node, effect).last()).type())
          .isEqualTo(ContentType.STATIC_INVOICE);
    }
    assertThat(on(request, NOW.plusSeconds(29))).hasSize(1);
    assertThat(on(request, NOW.plusSeconds(30))).hasSize(2);
    assertThat(on(payer.ask(offer), NOW.plusSeconds(30))).hasSize(2);
  }

  @Test
  void oneClientCannotUseUpAnothers() throws Exception {
    BlindedPath malloryRequests = server.requestPaths("mallory".getBytes(), NOW.plus(DAY)).get(0);
    Event flood = mallory.askForPaths(malloryRequests, 0);
    int answered = 0;
    for (int i = 0; i < 1000; i++) {
      answered += on(flood).isEmpty() ? 0 : 1;
    }
    assertThat(answered).isEqualTo(ServerPolicy.defaults().pathRequestsPerMinute());
    Offer offer = serve();
    assertThat(on(payer.ask(offer))).hasSize(2);
  }

  @Test
  void slotsAreForgottenWhenNothingCanComeForThemAnyMore() throws Exception {
    serve();
    on(new Event.Tick(), NOW.plus(ServerPolicy.defaults().pathLifetime()).minusSeconds(1));
    assertThat(storedSlots()).isEqualTo(1);
    on(new Event.Tick(), NOW.plus(ServerPolicy.defaults().pathLifetime()));
    assertThat(storedSlots()).isZero();
  }

  @Test
  void othersEventsAreNotItsBusiness() throws Exception {
    assertThat(on(new Event.Started(1))).isEmpty();
    assertThat(on(new Event.PeerUsable(alice.environment().nodeId()))).isEmpty();
    BlindedPath foreign =
        node.environment.contexts().messagePath(List.of(), Purpose.FORWARDED_REQUEST, new byte[9]);
    assertThat(on(alice.send(foreign, TlvRecord.of(ContentType.INVOICE_REQUEST, new byte[1]))))
        .isEmpty();
    assertThat(on(alice.send(foreign, OfferPathsRequest.create(0)))).isEmpty();
    assertThat(node.refusals).containsExactly("offer paths asked for by nobody we know");
  }

  @Test
  void checksItsArguments() {
    for (int length : new int[] {0, 65}) {
      assertThatThrownBy(() -> server.requestPaths(new byte[length], NOW))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new ServerPolicy(0, 1, DAY, 1, 1, 1, 1, DAY))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ServerPolicy(1, 1, Duration.ZERO, 1, 1, 1, 1, DAY))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
