package org.nightjar.async.recipient;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nightjar.Hop;
import org.nightjar.NodeKey;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.async.ChannelId;
import org.nightjar.async.Effect;
import org.nightjar.async.Event;
import org.nightjar.async.HtlcFailure;
import org.nightjar.async.HtlcId;
import org.nightjar.async.IncomingHtlc;
import org.nightjar.async.Notice;
import org.nightjar.async.PaymentHash;
import org.nightjar.async.Preimage;
import org.nightjar.async.Reaction;
import org.nightjar.async.TestNode;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.Stored;
import org.nightjar.wire.PaymentData;
import org.nightjar.wire.PaymentPayload;
import org.nightjar.wire.ShortChannelId;
import org.nightjar.wire.TrampolineFields;
import org.nightjar.wire.WireProfile;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.async.ClaimReceipt;
import org.nightjar.wire.bolt12.Field;
import org.nightjar.wire.bolt12.InvoiceRequest;
import org.nightjar.wire.bolt12.Offer;
import org.nightjar.wire.bolt12.StaticInvoice;
import org.nightjar.wire.message.ContentType;

class ClaimsTest {
  private static final RecipientPolicy.ClaimPolicy POLICY = RecipientPolicy.ClaimPolicy.defaults();

  private World world;
  private Offer offer;
  private InvoiceRequest request;
  private StaticInvoice invoice;

  @BeforeEach
  void start() throws Exception {
    world = new World();
    world.routes().inbound.add(World.channel(world.lsp2, 2, true));
    offer = world.offer();
    request = TestPayment.request(world, offer, TestPayment.AMOUNT);
    world.ask(request, offer);
    invoice =
        StaticInvoice.decode(
            world.atPayer.get(0).payload().content().orElseThrow().value(), WireProfile.LDK);
    world.notices.clear();
  }

  private TestPayment payment() throws Exception {
    return TestPayment.ofStatic(world, request, invoice, 0);
  }

  /** The same payment, other part: over the other LSP. */
  private TestPayment part(TestPayment first, int id) throws Exception {
    TestPayment part = TestPayment.ofStatic(world, request, invoice, 1);
    part.preimage = first.preimage;
    part.amount = first.total - first.amount;
    part.lsp = world.lsp2;
    part.id = id;
    return part;
  }

  private List<Effect> arrive(IncomingHtlc htlc) throws Exception {
    return world.on(new Event.HtlcCommitted(htlc));
  }

  private void assertClaimed(List<Effect> effects, TestPayment... parts) {
    assertThat(effects.stream().filter(e -> e instanceof Effect.FulfilHtlc)).hasSize(parts.length);
    for (int i = 0; i < parts.length; i++) {
      Effect.FulfilHtlc fulfil = (Effect.FulfilHtlc) effects.get(i);
      assertThat(fulfil.preimage()).isEqualTo(parts[i].preimage);
      assertThat(fulfil.attribution()).isPresent();
    }
    assertThat(effects.stream().filter(e -> e instanceof Effect.Notify)).hasSize(1);
  }

  /** The one failure of a blinded path, whatever is wrong. */
  private void assertFailed(List<Effect> effects, String reason) {
    assertThat(effects).hasSize(1);
    assertMalformed(effects.get(0));
    assertThat(world.node.refusals).last().isEqualTo(reason);
  }

  private static void assertMalformed(Effect effect) {
    HtlcFailure.Malformed failure = (HtlcFailure.Malformed) ((Effect.FailHtlc) effect).failure();
    assertThat(failure.code()).isEqualTo(0xc018);
    assertThat(failure.sha256OfOnion()).isEqualTo(new byte[32]);
  }

  private List<Notice> received() {
    return world.notices.stream().filter(n -> n instanceof Notice.PaymentReceived).toList();
  }

  private List<Stored> receipts() throws Exception {
    return world.node.environment.store().scan(Kind.RECEIPT, null, 100);
  }

  @Test
  void claimsAPaymentInOnePart() throws Exception {
    TestPayment payment = payment();
    List<Reaction> reactions =
        world.recipient.on(new Event.HtlcCommitted(payment.htlc()), world.now);
    assertThat(reactions).hasSize(1);
    assertThat(reactions.get(0).writes()).hasSize(1);
    List<Effect> effects = world.node.commit(reactions);
    assertClaimed(effects, payment);
    assertThat(((Effect.Notify) effects.get(1)).notice())
        .isEqualTo(new Notice.PaymentReceived(payment.hash(), TestPayment.AMOUNT, 0));
    assertThat(((Effect.FulfilHtlc) effects.get(0)).htlc()).isEqualTo(payment.htlcId());
  }

  @Test
  void theFinalHopAttributes() throws Exception {
    TestPayment payment = payment();
    Effect.FulfilHtlc fulfil = (Effect.FulfilHtlc) arrive(payment.htlc()).get(0);
    Arrived.Last last =
        (Arrived.Last) new PaymentPeeler(world.node.environment).peel(payment.htlc(), World.HEIGHT);
    Arrived.Last other =
        (Arrived.Last)
            new PaymentPeeler(world.node.environment).peel(payment().htlc(), World.HEIGHT);
    assertThat(
            TestNode.NIGHTJAR
                .failures()
                .decryptFulfilment(fulfil.attribution().orElseThrow(), List.of(other.secret()))
                .blame())
        .isPresent();
    assertThat(last.secret()).isNotEqualTo(other.secret());
  }

  @Test
  void fulfilsAgainWhenToldAgain() throws Exception {
    TestPayment payment = payment();
    IncomingHtlc htlc = payment.htlc();
    arrive(htlc);
    for (int i = 0; i < 2; i++) {
      List<Effect> again = arrive(htlc);
      assertThat(again).hasSize(1);
      assertThat(((Effect.FulfilHtlc) again.get(0)).preimage()).isEqualTo(payment.preimage);
      world.pass(Duration.ofSeconds(1));
      world.restart();
    }
    assertThat(receipts()).hasSize(1);
  }

  @Test
  void tellsTheApplicationAgainAfterACrash() throws Exception {
    TestPayment payment = payment();
    world.node.commit(world.recipient.on(new Event.HtlcCommitted(payment.htlc()), world.now));
    assertThat(world.notices).isEmpty();
    world.restart();
    assertThat(received())
        .containsExactly(new Notice.PaymentReceived(payment.hash(), TestPayment.AMOUNT, 0));
    world.restart();
    world.pass(Duration.ofMinutes(1));
    assertThat(received()).hasSize(1);
  }

  @Test
  void tellsTheApplicationOnceWithoutACrash() throws Exception {
    world.settle(arrive(payment().htlc()));
    world.pass(Duration.ofMinutes(1));
    world.restart();
    world.pass(Duration.ofMinutes(1));
    assertThat(received()).hasSize(1);
  }

  @Test
  void aHashIsClaimedOnce() throws Exception {
    TestPayment payment = payment();
    arrive(payment.htlc());
    payment.id = 1;
    assertFailed(arrive(payment.htlc()), "payment with a hash that was claimed");
    world.restart();
    world.pass(Duration.ofDays(13));
    assertFailed(arrive(payment.htlc()), "payment with a hash that was claimed");
    assertThat(receipts()).hasSize(1);
  }

  @Test
  void receiptsGoWhenNoHtlcCanComeAnyMore() throws Exception {
    world.serverDown = true;
    arrive(payment().htlc());
    world.pass(Duration.ofDays(14 + 7 + 15).minusSeconds(1));
    assertThat(receipts()).hasSize(1);
    world.pass(Duration.ofSeconds(1));
    assertThat(receipts()).isEmpty();
  }

  @Test
  void collectsPartsAndClaimsAllOrNone() throws Exception {
    TestPayment first = payment();
    first.amount = 2_000_000;
    TestPayment second = part(first, 1);
    IncomingHtlc htlc = first.htlc();
    assertThat(arrive(htlc)).isEmpty();
    assertThat(arrive(htlc)).isEmpty();
    assertThat(receipts()).isEmpty();
    world.now = world.now.plusSeconds(1);
    List<Effect> effects = arrive(second.htlc());
    assertClaimed(effects, first, second);
    assertThat(((Effect.Notify) effects.get(2)).notice())
        .isEqualTo(new Notice.PaymentReceived(first.hash(), TestPayment.AMOUNT, 0));
    TestPayment third = part(first, 2);
    assertFailed(arrive(third.htlc()), "payment with a hash that was claimed");
  }

  @Test
  void failsPartsWithoutTheOthersAfterTheTimeout() throws Exception {
    TestPayment first = payment();
    first.amount = 2_000_000;
    arrive(first.htlc());
    world.now = world.now.plus(POLICY.mppTimeout()).minusMillis(1);
    assertThat(world.on(new Event.Tick())).isEmpty();
    world.now = world.now.plusMillis(1);
    assertFailed(world.on(new Event.Tick()), "parts of a payment that are too few");
    assertThat(receipts()).isEmpty();
    assertThat(arrive(part(first, 1).htlc())).isEmpty();
  }

  @Test
  void collectsAnewAfterARestart() throws Exception {
    TestPayment first = payment();
    first.amount = 2_000_000;
    IncomingHtlc htlc = first.htlc();
    arrive(htlc);
    world.restart();
    assertThat(arrive(part(first, 1).htlc())).isEmpty();
    assertThat(arrive(htlc).stream().filter(e -> e instanceof Effect.FulfilHtlc)).hasSize(2);
  }

  @Test
  void failsPartsThatWouldExpireTooSoon() throws Exception {
    TestPayment first = payment();
    first.amount = 2_000_000;
    arrive(first.htlc());
    long last = first.expiry - POLICY.cltvMargin();
    assertThat(world.on(new Event.BlockConnected(last))).isEmpty();
    assertFailed(
        world.on(new Event.BlockConnected(last + 1)), "parts of a payment that expire too soon");
  }

  @Test
  void anHtlcThatIsGoneDoesNotCount() throws Exception {
    TestPayment first = payment();
    first.amount = 2_000_000;
    TestPayment second = part(first, 1);
    arrive(first.htlc());
    world.on(new Event.HtlcOnChain(first.htlcId()));
    assertThat(arrive(second.htlc())).isEmpty();
    world.on(new Event.HtlcRemoved(second.htlcId()));
    world.pass(Duration.ofDays(1));
    assertThat(world.node.refusals).doesNotContain("parts of a payment that are too few");
  }

  @Test
  void partsMustAgree() throws Exception {
    String reason = "part that does not fit its payment";
    TestPayment first = payment();
    first.amount = 2_000_000;
    arrive(first.htlc());
    TestPayment otherTotal = part(first, 1);
    otherTotal.total = TestPayment.AMOUNT + 1;
    assertFailed(arrive(otherTotal.htlc()), reason);
    TestPayment tooMuch = part(first, 2);
    tooMuch.amount = 2 * TestPayment.AMOUNT;
    assertFailed(arrive(tooMuch.htlc()), reason);
    InvoiceRequest other = TestPayment.request(world, offer, TestPayment.AMOUNT);
    TestPayment otherRequest = TestPayment.ofStatic(world, other, invoice, 0);
    otherRequest.preimage = first.preimage;
    otherRequest.id = 3;
    assertFailed(arrive(otherRequest.htlc()), reason);
    assertClaimed(arrive(part(first, 4).htlc()), first, first);
  }

  @Test
  void refusesUnderpaymentAndOverpayment() throws Exception {
    TestPayment less = payment();
    less.amount = TestPayment.AMOUNT - 1;
    less.total = less.amount;
    assertFailed(arrive(less.htlc()), "payment of less than was asked for");
    TestPayment twice = payment();
    twice.total = 2 * TestPayment.AMOUNT + 1;
    twice.amount = twice.total;
    assertFailed(arrive(twice.htlc()), "payment of more than twice what was asked for");
    TestPayment one = payment();
    one.amount = 2 * TestPayment.AMOUNT + 1;
    assertFailed(arrive(one.htlc()), "part that does not fit its payment");
    TestPayment right = payment();
    right.total = 2 * TestPayment.AMOUNT;
    right.amount = right.total;
    assertClaimed(arrive(right.htlc()), right);
  }

  @Test
  void amountsDoNotOverflow() throws Exception {
    TestPayment first = payment();
    first.amount = 1;
    arrive(first.htlc());
    IncomingHtlc huge = part(first, 1).htlc();
    huge =
        new IncomingHtlc(
            huge.id(),
            huge.peer(),
            Long.MAX_VALUE,
            huge.paymentHash(),
            huge.cltvExpiry(),
            huge.onion(),
            huge.pathKey(),
            false);
    assertThat(arrive(huge)).hasSize(1);
    assertMalformed(new Effect.FailHtlc(huge.id(), failure(arrive(huge))));
    TestPayment most = payment();
    most.total = WireReader.MAX_MSAT;
    most.payloadAmount = 1;
    assertFailed(arrive(most.htlc()), "payment of more than twice what was asked for");
  }

  private static HtlcFailure failure(List<Effect> effects) {
    return ((Effect.FailHtlc) effects.get(0)).failure();
  }

  @Test
  void refusesAWrongPreimage() throws Exception {
    TestPayment payment = payment();
    payment.hash = Optional.of(PaymentHash.of(new byte[32]));
    assertFailed(arrive(payment.htlc()), "preimage of another hash");
  }

  @Test
  void refusesWhatIsMissing() throws Exception {
    TestPayment noRequest = payment();
    noRequest.last = payload -> payload.keysendPreimage(noRequest.preimage.toBytes());
    assertFailed(arrive(noRequest.htlc()), "payment of a static invoice without invoice request");
    TestPayment noPreimage = payment();
    noPreimage.last = payload -> payload.invoiceRequest(request.encode(), WireProfile.LDK);
    assertFailed(arrive(noPreimage.htlc()), "payment of a static invoice without preimage");
  }

  @Test
  void refusesOtherInvoiceRequests() throws Exception {
    String reason = "invoice request of a payment against the rules";
    Offer other = world.recipient.offer(1, world.now).orElseThrow();
    byte[] signed = request.encode();
    signed[signed.length - 1] ^= 1;
    for (byte[] bad :
        List.of(
            TestPayment.request(world, other, TestPayment.AMOUNT).encode(),
            signed,
            new byte[] {1, 2, 3})) {
      TestPayment payment = payment();
      payment.last =
          payload ->
              payload
                  .invoiceRequest(bad, WireProfile.LDK)
                  .keysendPreimage(payment.preimage.toBytes());
      assertFailed(arrive(payment.htlc()), reason);
    }
  }

  @Test
  void refusesAnHtlcThatExpiresTooSoon() throws Exception {
    TestPayment payment = payment();
    payment.expiry = World.HEIGHT + POLICY.cltvMargin() - 1;
    assertFailed(arrive(payment.htlc()), "HTLC that expires too soon");
    payment.expiry++;
    assertClaimed(arrive(payment.htlc()), payment);
  }

  @Test
  void refusesAnHtlcThatExpiresTooLate() throws Exception {
    TestPayment payment = payment();
    payment.expiry = 0xffff_ffffL;
    assertFailed(arrive(payment.htlc()), "payment onion against the rules");
  }

  @Test
  void nothingIsClaimedBeforeTheHeightIsKnown() throws Exception {
    IncomingHtlc htlc = payment().htlc();
    world.recipient = new Recipient(world.node.environment, RecipientPolicy.defaults());
    assertFailed(arrive(htlc), "HTLC that expires too soon");
  }

  @Test
  void refusesAnExpiredPath() throws Exception {
    TestPayment payment = payment();
    IncomingHtlc htlc = payment.htlc();
    Duration life = Duration.ofDays(14 + 7);
    world.now = World.START.plus(life).plusSeconds(1);
    assertFailed(arrive(htlc), "payment over no path of ours, or too late");
    world.now = World.START.plus(life);
    assertClaimed(arrive(htlc), payment);
  }

  @Test
  void aHeldPaymentMayComeAWhileAfterTheOfferExpired() throws Exception {
    long expiry = offer.get(Field.OFFER_ABSOLUTE_EXPIRY).orElseThrow();
    Duration life = Duration.ofSeconds(expiry - World.START.getEpochSecond());
    world.pass(life.minusDays(1));
    world.atPayer.clear();
    world.ask(request, offer);
    invoice =
        StaticInvoice.decode(
            world.atPayer.get(0).payload().content().orElseThrow().value(), WireProfile.LDK);
    TestPayment payment = payment();
    IncomingHtlc htlc = payment.htlc();
    TestPayment late = payment();
    IncomingHtlc lateHtlc = late.htlc();
    world.pass(Duration.ofDays(3));
    assertClaimed(arrive(htlc), payment);
    world.pass(Duration.ofDays(6));
    assertFailed(arrive(lateHtlc), "payment for no offer of ours");
  }

  @Test
  void lessThanThePayerSentIsRefused() throws Exception {
    TestPayment payment = payment();
    IncomingHtlc htlc = payment.htlc();
    IncomingHtlc skimmed =
        new IncomingHtlc(
            htlc.id(),
            htlc.peer(),
            htlc.amountMsat() - 1,
            htlc.paymentHash(),
            htlc.cltvExpiry(),
            htlc.onion(),
            htlc.pathKey(),
            false);
    assertFailed(arrive(skimmed), "payment onion against the rules");
    IncomingHtlc early =
        new IncomingHtlc(
            htlc.id(),
            htlc.peer(),
            htlc.amountMsat(),
            htlc.paymentHash(),
            htlc.cltvExpiry() - 1,
            htlc.onion(),
            htlc.pathKey(),
            false);
    assertFailed(arrive(early), "payment onion against the rules");
  }

  @Test
  void whatCannotBeReadOrIsForOthersIsLeftToTheForwarder() throws Exception {
    IncomingHtlc htlc = payment().htlc();
    IncomingHtlc withoutKey =
        new IncomingHtlc(
            htlc.id(),
            htlc.peer(),
            htlc.amountMsat(),
            htlc.paymentHash(),
            htlc.cltvExpiry(),
            htlc.onion(),
            Optional.empty(),
            false);
    assertThat(arrive(withoutKey)).isEmpty();
    byte[] payload =
        PaymentPayload.builder()
            .amtToForward(1)
            .outgoingCltvValue(World.HEIGHT)
            .shortChannelId(ShortChannelId.of(1, 2, 3))
            .build()
            .encode();
    assertThat(arrive(plain(List.of(Hop.of(id(), payload), Hop.of(world.lspId(), payload)))))
        .isEmpty();
    assertThat(world.node.refusals).isEmpty();
  }

  private PublicKey id() {
    return world.node.environment.nodeId();
  }

  private IncomingHtlc plain(List<Hop> hops) {
    byte[] hash = new byte[32];
    try (SecretKey session = SecretKey.random(world.payer.environment.random())) {
      return new IncomingHtlc(
          payment0(),
          world.lspId(),
          1000,
          PaymentHash.of(hash),
          World.HEIGHT + 100,
          TestNode.NIGHTJAR.buildPaymentOnion(session, hops, hash).packet(),
          Optional.empty(),
          false);
    }
  }

  private static HtlcId payment0() {
    return new HtlcId(ChannelId.of(new byte[32]), 0);
  }

  @Test
  void aKeysendOutsideOfBlindedPathsIsRefusedInClear() throws Exception {
    Preimage preimage = Preimage.of(new byte[32]);
    byte[] payload =
        PaymentPayload.builder()
            .amtToForward(1000)
            .outgoingCltvValue(World.HEIGHT + 50)
            .keysendPreimage(preimage.toBytes())
            .build()
            .encode();
    List<Effect> effects = arrive(plain(List.of(Hop.of(id(), payload))));
    assertThat(effects).hasSize(1);
    assertThat(failure(effects)).isInstanceOf(HtlcFailure.Encrypted.class);
  }

  @Test
  void aTrampolinePaymentIsRefused() throws Exception {
    byte[] payload =
        PaymentPayload.builder()
            .amtToForward(1000)
            .outgoingCltvValue(World.HEIGHT + 50)
            .paymentData(PaymentData.of(new byte[32], 1000))
            .trampoline(TrampolineFields.ofNextNode(world.lspId()))
            .build()
            .encode();
    List<Effect> effects = arrive(plain(List.of(Hop.of(id(), payload))));
    assertThat(effects).hasSize(1);
    assertThat(failure(effects)).isInstanceOf(HtlcFailure.Encrypted.class);
  }

  @Test
  void aClaimThatTheStoreRefusedIsTriedAgain() throws Exception {
    TestPayment payment = payment();
    world.recipient.on(new Event.HtlcCommitted(payment.htlc()), world.now);
    assertThat(receipts()).isEmpty();
    assertClaimed(world.on(new Event.Tick()), payment);
    assertThat(receipts()).hasSize(1);
    world.pass(Duration.ofSeconds(1));
    assertThat(world.on(new Event.Tick())).isEmpty();
  }

  @Test
  void aClaimThatWasNeverStoredIsGivenUpInTime() throws Exception {
    TestPayment payment = payment();
    world.recipient.on(new Event.HtlcCommitted(payment.htlc()), world.now);
    world.on(new Event.BlockConnected(payment.expiry));
    assertFailed(world.on(new Event.Tick()), "parts of a payment that expire too soon");
  }

  @Test
  void aReplayedOnionIsRefusedAThousandTimes() throws Exception {
    TestPayment payment = payment();
    IncomingHtlc htlc = payment.htlc();
    arrive(htlc);
    for (int i = 1; i <= 1000; i++) {
      IncomingHtlc replay =
          new IncomingHtlc(
              new HtlcId(htlc.id().channel(), i),
              htlc.peer(),
              htlc.amountMsat(),
              htlc.paymentHash(),
              htlc.cltvExpiry(),
              htlc.onion(),
              htlc.pathKey(),
              false);
      assertFailed(arrive(replay), "payment with a hash that was claimed");
    }
    assertThat(receipts()).hasSize(1);
  }

  @Test
  void sendsAReceiptToAPayerThatAsked() throws Exception {
    TestPayment payment = payment();
    assertThat(arrive(payment.htlc())).hasSize(2);
    List<Effect> effects = world.on(new Event.HtlcRemoved(payment.htlcId()));
    assertThat(effects).hasSize(1);
    assertThat(world.on(new Event.HtlcRemoved(payment.htlcId()))).isEmpty();
    var content =
        world.post.carry(world.node, effects.get(0)).last().payload().content().orElseThrow();
    assertThat(content.type()).isEqualTo(ContentType.CLAIM_RECEIPT);
    ClaimReceipt.decode(content.value())
        .check(
            TestNode.NIGHTJAR,
            offer.get(Field.OFFER_ISSUER_ID).orElseThrow(),
            payment.hash().toBytes(),
            TestPayment.AMOUNT);
  }

  @Test
  void noReceiptForWhatWasNotClaimed() throws Exception {
    TestPayment payment = payment();
    assertThat(world.recipient.on(new Event.HtlcCommitted(payment.htlc()), world.now)).hasSize(1);
    assertThat(world.on(new Event.HtlcRemoved(payment.htlcId()))).isEmpty();
  }

  @Test
  void aPreimageNeverPrints() throws Exception {
    List<String> texts = new ArrayList<>();
    TestPayment payment = payment();
    for (Effect effect : arrive(payment.htlc())) {
      texts.add(effect.toString());
    }
    assertThat(String.join(" ", texts))
        .doesNotContain(HexFormat.of().formatHex(payment.preimage.toBytes()));
  }

  @Test
  void theNodeKeyIsWhatItsSecretsComeFrom() {
    try (SecretKey other = SecretKey.random(world.payer.environment.random());
        NodeKey key = TestNode.NIGHTJAR.nodeKey(other)) {
      Nonce nonce = Nonce.random(world.payer.environment.random());
      RecipientSecrets a = new RecipientSecrets(TestNode.NIGHTJAR, key);
      RecipientSecrets again = new RecipientSecrets(TestNode.NIGHTJAR, key);
      RecipientSecrets b =
          new RecipientSecrets(TestNode.NIGHTJAR, world.node.environment.nodeKey());
      assertThat(a.issuerKey(nonce)).isEqualTo(again.issuerKey(nonce));
      assertThat(a.issuerKey(nonce)).isNotEqualTo(b.issuerKey(nonce));
      assertThat(a.preimage(nonce)).isEqualTo(again.preimage(nonce));
      assertThat(a.preimage(nonce)).isNotEqualTo(b.preimage(nonce));
      assertThat(a.preimage(nonce).toBytes()).isNotEqualTo(a.issuerKey(nonce).exposeSecretBytes());
    }
  }
}
