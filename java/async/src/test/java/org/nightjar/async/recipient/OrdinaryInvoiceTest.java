package org.nightjar.async.recipient;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nightjar.async.Effect;
import org.nightjar.async.Event;
import org.nightjar.async.HtlcFailure;
import org.nightjar.async.PathContexts.Purpose;
import org.nightjar.async.PaymentHash;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.WireProfile;
import org.nightjar.wire.bolt12.Invoice;
import org.nightjar.wire.bolt12.InvoiceRequest;
import org.nightjar.wire.bolt12.Offer;
import org.nightjar.wire.message.ContentType;
import org.nightjar.wire.message.PeeledMessage;

class OrdinaryInvoiceTest {
  private World world;
  private Offer offer;
  private InvoiceRequest request;

  @BeforeEach
  void start() throws Exception {
    world = new World();
    offer = world.offer();
    request = TestPayment.request(world, offer, TestPayment.AMOUNT);
    world.notices.clear();
  }

  private Invoice invoice() throws Exception {
    world.atPayer.clear();
    world.ask(request, offer);
    for (PeeledMessage.Last last : world.atPayer) {
      TlvRecord content = last.payload().content().orElseThrow();
      if (content.type() == ContentType.INVOICE) {
        return Invoice.decode(content.value());
      }
    }
    throw new AssertionError("no invoice");
  }

  private BlindedPath forwardPath(long expiry, int slot) throws Exception {
    return world
        .node
        .environment
        .contexts()
        .messagePath(
            List.of(world.lspId()),
            Purpose.FORWARDED_REQUEST,
            new OfferContext(expiry, slot, world.servedNonce(), 0).encode());
  }

  private List<Effect> forward(BlindedPath path, byte[] content) throws Exception {
    return world.on(world.toRecipient(path, TlvRecord.of(ContentType.INVOICE_REQUEST, content)));
  }

  @Test
  void answersAForwardedRequestAndClaimsItsPayment() throws Exception {
    Invoice invoice = invoice();
    assertThat(invoice.amountMsat()).isEqualTo(TestPayment.AMOUNT);
    world.restart();
    TestPayment payment = TestPayment.ofOrdinary(world, request, invoice);
    List<Effect> effects = world.on(new Event.HtlcCommitted(payment.htlc()));
    assertThat(effects).hasSize(2);
    Effect.FulfilHtlc fulfil = (Effect.FulfilHtlc) effects.get(0);
    assertThat(fulfil.preimage().hash(world.node.environment.nightjar().primitives()))
        .isEqualTo(payment.hash());
  }

  @Test
  void noTwoInvoicesHaveOneHash() throws Exception {
    Invoice first = invoice();
    world.now = world.now.plusSeconds(30);
    assertThat(TestPayment.ofOrdinary(world, request, first).hash())
        .isNotEqualTo(TestPayment.ofOrdinary(world, request, invoice()).hash());
  }

  @Test
  void refusesAPaymentWithAnotherHashOrLess() throws Exception {
    Invoice invoice = invoice();
    TestPayment wrong = TestPayment.ofOrdinary(world, request, invoice);
    wrong.hash = Optional.of(PaymentHash.of(new byte[32]));
    assertFailed(wrong, "preimage of another hash");
    TestPayment less = TestPayment.ofOrdinary(world, request, invoice);
    less.amount--;
    less.total--;
    assertFailed(less, "payment of less than was asked for");
    TestPayment keysend = TestPayment.ofOrdinary(world, request, invoice);
    keysend.last = payload -> payload.keysendPreimage(new byte[32]);
    assertFailed(keysend, "payment of an ordinary invoice as if it were static");
    TestPayment late = TestPayment.ofOrdinary(world, request, invoice);
    world.now = world.now.plus(Duration.ofHours(2)).plusSeconds(1);
    assertFailed(late, "payment over no path of ours, or too late");
  }

  private void assertFailed(TestPayment payment, String reason) throws Exception {
    List<Effect> effects = world.on(new Event.HtlcCommitted(payment.htlc()));
    assertThat(effects).hasSize(1);
    assertThat(((Effect.FailHtlc) effects.get(0)).failure())
        .isInstanceOf(HtlcFailure.Malformed.class);
    assertThat(world.node.refusals).last().isEqualTo(reason);
  }

  @Test
  void refusesRequests() throws Exception {
    BlindedPath good = forwardPath(Times.seconds(world.now), 0);
    world.assertRefused(forward(good, new byte[] {1}), "invoice request against the rules");
    byte[] signed = request.encode();
    signed[signed.length - 1] ^= 1;
    world.assertRefused(forward(good, signed), "invoice request against the rules");
    world.assertRefused(
        forward(forwardPath(Times.seconds(world.now), 1), request.encode()),
        "invoice request for no offer of ours");
    world.assertRefused(
        forward(forwardPath(Times.seconds(world.now) - 1, 0), request.encode()),
        "message over no path of ours, or too late");
    world.setUsable(false);
    world.assertRefused(
        forward(good, request.encode()), "invoice request without a channel to be paid over");
    world.setUsable(true);
    assertThat(forward(good, request.encode())).hasSize(1);
  }

  @Test
  void aFloodIsCutOff() throws Exception {
    BlindedPath path = forwardPath(Times.seconds(world.now), 0);
    int answered = 0;
    for (int i = 0; i < 70; i++) {
      InvoiceRequest other = TestPayment.request(world, offer, TestPayment.AMOUNT + i);
      answered += forward(path, other.encode()).size();
    }
    assertThat(answered).isEqualTo(60);
    assertThat(world.node.refusals).last().isEqualTo("too many invoice requests");
  }

  @Test
  void copiesOfARequestAreAnsweredOnce() throws Exception {
    BlindedPath path = forwardPath(Times.seconds(world.now.plusSeconds(60)), 0);
    assertThat(forward(path, request.encode())).hasSize(1);
    world.assertRefused(
        forward(path, request.encode()), "invoice request that was answered just now");
    world.now = world.now.plusSeconds(30);
    assertThat(forward(path, request.encode())).hasSize(1);
  }

  @Test
  void requestsThatWaitedForItArePaidByStaticInvoice() throws Exception {
    BlindedPath path = forwardPath(Times.seconds(world.now.plusSeconds(60)), 0);
    world.on(new Event.PeerUsable(world.lspId()));
    assertThat(forward(path, request.encode())).isEmpty();
    assertThat(world.node.refusals).isEmpty();
    world.now = world.now.plus(RecipientPolicy.AnswerPolicy.defaults().backlog());
    assertThat(forward(path, request.encode())).hasSize(1);
  }

  @Test
  void requestsThatWaitedForItAreAnsweredIfTheServerCouldNot() throws Exception {
    world.serverDown = true;
    world.routes().inbound.add(World.channel(world.lsp2, 2, true));
    world.pass(RecipientPolicy.OfferPolicy.defaults().resend());
    BlindedPath path = forwardPath(Times.seconds(world.now.plusSeconds(60)), 0);
    world.on(new Event.PeerUsable(world.lspId()));
    assertThat(forward(path, request.encode())).hasSize(1);
  }

  @Test
  void mayLeaveAnswersToTheServer() throws Exception {
    RecipientPolicy.AnswerPolicy defaults = RecipientPolicy.AnswerPolicy.defaults();
    world =
        new World(
            new RecipientPolicy(
                RecipientPolicy.OfferPolicy.defaults(),
                new RecipientPolicy.AnswerPolicy(
                    60,
                    20,
                    defaults.maxWait(),
                    defaults.patience(),
                    Duration.ZERO,
                    defaults.copies(),
                    defaults.backlog(),
                    false,
                    defaults.invoiceExpiry(),
                    false),
                RecipientPolicy.ClaimPolicy.defaults()));
    offer = world.offer();
    request = TestPayment.request(world, offer, TestPayment.AMOUNT);
    BlindedPath path = forwardPath(Times.seconds(world.now), 0);
    assertThat(forward(path, request.encode())).isEmpty();
    assertThat(world.node.refusals).isEmpty();
    assertThat(WireProfile.LDK).isEqualTo(world.node.environment.profile());
  }
}
