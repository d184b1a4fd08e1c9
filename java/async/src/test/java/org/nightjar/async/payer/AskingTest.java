package org.nightjar.async.payer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nightjar.async.payer.PayerWorld.AMOUNT;
import static org.nightjar.async.payer.PayerWorld.ID;
import static org.nightjar.async.payer.PayerWorld.NOW;
import static org.nightjar.async.payer.PayerWorld.notices;
import static org.nightjar.async.payer.PayerWorld.offers;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nightjar.async.Effect;
import org.nightjar.async.Event;
import org.nightjar.async.Notice;
import org.nightjar.async.PathContexts.Purpose;
import org.nightjar.async.PaymentId;
import org.nightjar.async.TestNode;
import org.nightjar.async.store.StoreException;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.ChainHash;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.bolt12.Field;
import org.nightjar.wire.bolt12.InvoiceError;
import org.nightjar.wire.bolt12.Offer;
import org.nightjar.wire.message.ContentType;

/** NEW and AWAIT_INVOICE: asking, waiting, and what may not be taken for an answer. */
class AskingTest {
  private static final int REPLAYS = 1_000;

  private final PayerWorld world = new PayerWorld();
  private final Offer offer = world.answerers.offer();

  private TlvRecord staticInvoice() {
    return TlvRecord.of(ContentType.STATIC_INVOICE, world.answerers.staticInvoice(offer).encode());
  }

  private TlvRecord invoice(PayerWorld.Delivered request) {
    byte[] hash = PayerWorld.preimage(9).hash(TestNode.NIGHTJAR.primitives()).toBytes();
    return TlvRecord.of(
        ContentType.INVOICE, world.answerers.invoice(PayerWorld.request(request), hash).encode());
  }

  private List<PayerWorld.Delivered> ask() {
    return world.delivered(world.pay(offer, PayerMode.HOLD_AT_LSP));
  }

  @Test
  void anOfferThatMayNotBePaidFailsAtOnce() throws StoreException {
    Offer expired = world.answerers.offer(Optional.of(NOW.minusSeconds(1)));
    assertThat(world.pay(expired, PayerMode.HOLD_AT_LSP))
        .containsExactly(
            new Effect.Notify(new Notice.PaymentFailed(ID, "the offer may not be paid: EXPIRED")));
    Offer foreign =
        Offer.builder()
            .set(Field.OFFER_CHAINS, List.of(ChainHash.TESTNET))
            .set(Field.OFFER_ISSUER_ID, world.answerers.issuerId())
            .build(TestNode.NIGHTJAR);
    assertThat(world.pay(foreign, PayerMode.HOLD_AT_LSP))
        .containsExactly(
            new Effect.Notify(new Notice.PaymentFailed(ID, "the offer may not be paid: CHAIN")));
    assertThat(world.role.status(ID)).isEmpty();
  }

  @Test
  void amountsOutOfRangeAreTheCallersError() {
    Offer priced =
        Offer.builder()
            .set(Field.OFFER_CHAINS, List.of(ChainHash.REGTEST))
            .set(Field.OFFER_AMOUNT, 1_000L)
            .set(Field.OFFER_DESCRIPTION, "tea")
            .set(Field.OFFER_ISSUER_ID, world.answerers.issuerId())
            .build(TestNode.NIGHTJAR);
    for (long amount : new long[] {0, -1, WireReader.MAX_MSAT + 1, Long.MIN_VALUE, 999}) {
      assertThatThrownBy(() -> world.role.pay(ID, priced, amount, PayerMode.HOLD_AT_LSP, NOW))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void anIdIsUsedOnce() throws StoreException {
    ask();
    PaymentState state = world.status();
    assertThat(world.role.pay(ID, offer, AMOUNT + 1, PayerMode.ALWAYS_ONLINE, NOW)).isEmpty();
    assertThat(world.payer.refusals).containsExactly("a payment id that was used");
    assertThat(world.status()).isEqualTo(state);
  }

  @Test
  void twoRequestsHaveNothingInCommon() throws StoreException {
    ask();
    PaymentId other = PayerWorld.id(1);
    world.payer.commit(world.role.pay(other, offer, AMOUNT, PayerMode.HOLD_AT_LSP, NOW));
    PaymentState second = world.role.status(other).orElseThrow();
    for (Field<?> field : List.of(Field.INVREQ_METADATA, Field.INVREQ_PAYER_ID)) {
      assertThat(second.order().request().get(field))
          .isNotEqualTo(world.status().order().request().get(field));
    }
  }

  @Test
  void asksAgainAndThenGivesUp() {
    ask();
    int copies = 0;
    Duration passed = Duration.ZERO;
    for (int minutes : new int[] {1, 2, 4, 8, 8, 8, 8, 8, 8}) {
      assertThat(world.after(Duration.ofMinutes(minutes).minusSeconds(1))).isEmpty();
      List<PayerWorld.Delivered> again = world.delivered(world.after(Duration.ofSeconds(1)));
      assertThat(again).hasSize(2);
      copies += again.size();
      passed = passed.plusMinutes(minutes);
    }
    assertThat(copies).isEqualTo(18);
    List<Effect> end = world.after(Duration.ofHours(1).minus(passed));
    assertThat(notices(end)).containsExactly(new Notice.PaymentFailed(ID, "no invoice came"));
    assertThat(world.status()).isInstanceOf(Failed.class);
    assertThat(world.after(Duration.ofDays(1))).isEmpty();
  }

  @Test
  void asksAnIssuerWithoutPathsByItsId() {
    Offer plain =
        Offer.builder()
            .set(Field.OFFER_CHAINS, List.of(ChainHash.REGTEST))
            .set(Field.OFFER_ISSUER_ID, world.answerers.serverId())
            .build(TestNode.NIGHTJAR);
    List<PayerWorld.Delivered> asked = world.delivered(world.pay(plain, PayerMode.HOLD_AT_LSP));
    assertThat(asked).hasSize(2);
    assertThat(asked.get(0).node()).isSameAs(world.answerers.server);
  }

  @Test
  void withoutAWayItWaitsForOne() {
    world.routes.unreachable = node -> true;
    assertThat(ask()).isEmpty();
    world.routes.unreachable = node -> false;
    assertThat(world.after(Duration.ofMinutes(1))).hasSize(2);
  }

  @Test
  void withoutPeersTheReplyPathBeginsAtThePayer() {
    world.routes.inbound.clear();
    PayerWorld.Delivered request = ask().get(0);
    world.on(world.answer(request.replyPath(), staticInvoice()));
    assertThat(world.status()).isInstanceOf(AwaitOrdinary.class);
  }

  @Test
  void everyCopyMayBeAnsweredButOneAnswerCounts() {
    List<PayerWorld.Delivered> requests = ask();
    Event first = world.answer(requests.get(0).replyPath(), staticInvoice());
    world.on(first);
    PaymentState state = world.status();
    assertThat(state).isInstanceOf(AwaitOrdinary.class);
    assertThat(world.on(world.answer(requests.get(1).replyPath(), staticInvoice()))).isEmpty();
    for (int i = 0; i < REPLAYS; i++) {
      assertThat(world.react(first)).isEmpty();
    }
    assertThat(world.status()).isEqualTo(state);
    assertThat(world.payer.refusals)
        .hasSize(REPLAYS + 1)
        .containsOnly("a static invoice after the payment has one");
  }

  @Test
  void anInvoiceThatMayNotBePaidIsRefusedByName() {
    PayerWorld.Delivered request = ask().get(0);
    byte[] good = staticInvoice().value();
    byte[] forged = good.clone();
    forged[forged.length - 1] ^= 1;
    refused(request, forged, "a static invoice that may not be paid: SIGNATURE");
    refused(
        request,
        Arrays.copyOf(good, good.length - 1),
        "a static invoice that may not be paid: TRUNCATED");
    refused(request, new byte[0], "a static invoice that may not be paid: MISSING_TYPE");
    refused(
        request,
        world.answerers.staticInvoice(world.answerers.offer()).encode(),
        "a static invoice that may not be paid: MISMATCH");
    world.answerers.relativeExpiry = 59;
    refused(
        request,
        world.answerers.staticInvoice(offer).encode(),
        "a static invoice that may not be paid: EXPIRED");
    refused(
        request,
        world.answerers.forged(good, 174),
        "a static invoice that may not be paid: UNKNOWN_FEATURE");
  }

  private void refused(PayerWorld.Delivered request, byte[] invoice, String reason) {
    PaymentState before = world.status();
    Event event =
        world.answer(request.replyPath(), TlvRecord.of(ContentType.STATIC_INVOICE, invoice));
    for (int i = 0; i < 3; i++) {
      assertThat(world.on(event)).isEmpty();
    }
    assertThat(world.status()).isEqualTo(before);
    assertThat(world.payer.refusals).hasSize(3).containsOnly(reason);
    world.payer.refusals.clear();
  }

  @Test
  void everyCutOrChangedInvoiceIsAnAnswerAndNoException() {
    PayerWorld.Delivered request = ask().get(0);
    byte[] good = staticInvoice().value();
    for (int i = 0; i < good.length; i += 41) {
      byte[] changed = good.clone();
      changed[i] ^= (byte) (1 << i % 8);
      for (byte[] bytes : List.of(changed, Arrays.copyOf(good, i))) {
        for (long type : new long[] {ContentType.STATIC_INVOICE, ContentType.INVOICE}) {
          world.on(world.answer(request.replyPath(), TlvRecord.of(type, bytes)));
        }
      }
    }
    assertThat(world.status()).isInstanceOf(AwaitInvoice.class);
  }

  @Test
  void answersOverOtherPathsAreNone() {
    ask();
    BlindedPath released =
        world
            .payer
            .environment
            .contexts()
            .messagePath(
                List.of(),
                Purpose.PAYER_RELEASE,
                ReplyContext.ofRequest(NOW.plusSeconds(9), ID, Optional.empty()).encode());
    assertThat(world.on(world.answer(released, staticInvoice()))).isEmpty();
    BlindedPath anyPath =
        world.payer.environment.contexts().messagePath(List.of(), Purpose.HELD_HTLC, new byte[1]);
    assertThat(world.on(world.answer(anyPath, staticInvoice()))).isEmpty();
    BlindedPath unknown =
        world
            .payer
            .environment
            .contexts()
            .messagePath(
                List.of(),
                Purpose.INVOICE_REQUEST,
                ReplyContext.ofRequest(NOW.plusSeconds(9), PayerWorld.id(5), Optional.empty())
                    .encode());
    assertThat(world.on(world.answer(unknown, staticInvoice()))).isEmpty();
    BlindedPath garbled =
        world
            .payer
            .environment
            .contexts()
            .messagePath(List.of(), Purpose.INVOICE_REQUEST, new byte[7]);
    assertThat(world.on(world.answer(garbled, staticInvoice()))).isEmpty();
    assertThat(world.payer.refusals)
        .containsExactly(
            "no release over the reply path for one",
            "an invoice over no reply path of an invoice request",
            "a payment that is not known",
            "an answer over a reply path whose time is over");
    assertThat(world.status()).isInstanceOf(AwaitInvoice.class);
  }

  @Test
  void otherContentOverTheReplyPathIsRefused() {
    PayerWorld.Delivered request = ask().get(0);
    assertThat(world.on(world.answer(request.replyPath(), TlvRecord.of(74, new byte[1]))))
        .isEmpty();
    assertThat(world.payer.refusals)
        .containsExactly("no invoice over the reply path of an invoice request");
  }

  @Test
  void anInvoiceThatIsLateIsNotTaken() {
    PayerWorld.Delivered request = ask().get(0);
    world.now = NOW.plus(Duration.ofHours(1));
    assertThat(world.on(world.answer(request.replyPath(), staticInvoice()))).isEmpty();
    assertThat(world.payer.refusals)
        .containsExactly("an answer to an invoice request whose time is over");
    assertThat(world.status()).isInstanceOf(AwaitInvoice.class);
  }

  @Test
  void aReplyPathEnds() {
    PayerWorld.Delivered request = ask().get(0);
    world.now = NOW.plus(world.policy.longestPayment()).plusSeconds(1);
    assertThat(world.on(world.answer(request.replyPath(), staticInvoice()))).isEmpty();
    assertThat(world.payer.refusals)
        .containsExactly("an answer over a reply path whose time is over");
  }

  @Test
  void theRecipientMayRefuse() {
    PayerWorld.Delivered request = ask().get(0);
    TlvRecord error = TlvRecord.of(ContentType.INVOICE_ERROR, InvoiceError.of("closed").encode());
    assertThat(notices(world.on(world.answer(request.replyPath(), error))))
        .containsExactly(new Notice.PaymentFailed(ID, "the invoice request was refused"));
    assertThat(world.on(world.answer(request.replyPath(), staticInvoice()))).isEmpty();
    assertThat(world.status()).isInstanceOf(Failed.class);
  }

  @Test
  void anErrorAfterAnInvoiceChangesNothing() {
    PayerWorld.Delivered request = world.takeStatic(PayerMode.HOLD_AT_LSP);
    TlvRecord error = TlvRecord.of(ContentType.INVOICE_ERROR, InvoiceError.of("closed").encode());
    assertThat(world.on(world.answer(request.replyPath(), error))).isEmpty();
    assertThat(world.status()).isInstanceOf(AwaitOrdinary.class);
  }

  @Test
  void anOrdinaryInvoiceWithinTheGraceWins() {
    PayerWorld.Delivered request = ask().get(0);
    world.on(world.answer(request.replyPath(), staticInvoice()));
    List<Effect> paid = world.on(world.answer(request.replyPath(), invoice(request)));
    assertThat(offers(paid)).hasSize(1);
    assertThat(offers(paid).get(0).hold()).isFalse();
    assertThat(((InFlight) world.status()).terms()).isInstanceOf(Terms.Ordinary.class);
    assertThat(world.after(Duration.ofSeconds(3))).isEmpty();
    world.on(world.answer(request.replyPath(), staticInvoice()));
    world.on(world.answer(request.replyPath(), invoice(request)));
    assertThat(world.payer.refusals)
        .containsExactly(
            "a static invoice after the payment has one", "an invoice after the payment has one");
  }

  @Test
  void anOrdinaryInvoiceAfterTheGraceIsIgnored() {
    PayerWorld.Delivered request = world.takeStatic(PayerMode.HOLD_AT_LSP);
    assertThat(offers(world.after(world.policy.grace()))).hasSize(1);
    assertThat(world.on(world.answer(request.replyPath(), invoice(request)))).isEmpty();
    assertThat(world.payer.refusals).containsExactly("an invoice after the payment has one");
  }

  @Test
  void anOrdinaryInvoiceOfAnotherAmountIsRefused() {
    PayerWorld.Delivered request = ask().get(0);
    byte[] hash = new byte[32];
    byte[] bytes = world.answerers.invoice(PayerWorld.request(request), hash).encode();
    TlvRecord other = TlvRecord.of(ContentType.INVOICE, world.answerers.forged(bytes, 170));
    assertThat(world.on(world.answer(request.replyPath(), other))).isEmpty();
    assertThat(world.payer.refusals).containsExactly("an invoice that may not be paid: MISMATCH");
  }

  @Test
  void aStaticInvoiceThatExpiresWithinTheGraceIsNotPaid() {
    world.answerers.relativeExpiry = 61;
    world.takeStatic(PayerMode.HOLD_AT_LSP);
    assertThat(notices(world.after(world.policy.grace())))
        .containsExactly(new Notice.PaymentFailed(ID, "the invoice expired"));
  }

  @Test
  void aClockThatWasSetBackDoesNotProlongTheGrace() {
    world.takeStatic(PayerMode.HOLD_AT_LSP);
    world.now = NOW.minus(Duration.ofDays(1));
    assertThat(offers(world.on(new Event.PeerUsable(world.lspId())))).hasSize(1);
  }

  @Test
  void aPaymentMayBeCancelledUntilMoneyIsLocked() {
    ask();
    assertThat(notices(world.cancel())).containsExactly(new Notice.PaymentFailed(ID, "cancelled"));
    assertThat(world.cancel()).isEmpty();
    PayerWorld locked = new PayerWorld();
    locked.hold();
    assertThat(locked.cancel()).isEmpty();
    assertThat(locked.payer.refusals).containsExactly("cancelled too late");
    assertThat(locked.status()).isInstanceOf(Adding.class);
  }
}
