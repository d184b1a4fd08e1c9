package org.nightjar.async.payer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nightjar.async.payer.PayerWorld.AMOUNT;
import static org.nightjar.async.payer.PayerWorld.HEIGHT;
import static org.nightjar.async.payer.PayerWorld.ID;
import static org.nightjar.async.payer.PayerWorld.NOW;
import static org.nightjar.async.payer.PayerWorld.notices;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nightjar.async.Effect;
import org.nightjar.async.Event;
import org.nightjar.async.Notice;
import org.nightjar.async.OutgoingHtlc;
import org.nightjar.async.Preimage;
import org.nightjar.async.TestNode;
import org.nightjar.wire.PaymentPayload;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireProfile;
import org.nightjar.wire.bolt12.InvoiceRequest;

/** Mode B from offer to receipt. */
class HoldAtLspTest {
  private final PayerWorld world = new PayerWorld();

  @Test
  void asksWithOneReplyPathForEachCopy() {
    List<PayerWorld.Delivered> requests =
        world.delivered(world.pay(world.answerers.offer(), PayerMode.HOLD_AT_LSP));
    assertThat(requests).hasSize(2);
    assertThat(requests).allSatisfy(r -> assertThat(r.node()).isSameAs(world.answerers.server));
    assertThat(requests.get(0).replyPath()).isNotEqualTo(requests.get(1).replyPath());
    InvoiceRequest request = PayerWorld.request(requests.get(0));
    assertThat(PayerWorld.request(requests.get(1))).isEqualTo(request);
    assertThat(request.amountMsat()).hasValue(AMOUNT);
    assertThat(request.hasValidSignature(TestNode.NIGHTJAR)).isTrue();
    assertThat(world.status()).isEqualTo(new AwaitInvoice(world.status().order(), 1, NOW));
  }

  @Test
  void paysAStaticInvoiceFromOfferToReceipt() throws WireException {
    List<OutgoingHtlc> htlcs = world.hold();
    assertThat(htlcs).hasSize(1);
    OutgoingHtlc htlc = htlcs.get(0);
    assertThat(htlc.hold()).isTrue();
    assertThat(htlc.channel()).isEqualTo(PayerWorld.PAYER_LSP);
    assertThat(world.status()).isInstanceOf(Adding.class);

    List<Effect> held = world.acknowledge(htlcs);
    assertThat(world.status()).isInstanceOf(Dormant.class);
    assertThat(notices(held)).containsExactly(new Notice.PaymentHeld(ID));
    List<PayerWorld.Delivered> told = world.delivered(held);
    assertThat(told).as("both paths begin at the same node").hasSize(1);
    assertThat(told)
        .allSatisfy(
            message -> {
              assertThat(message.node()).isSameAs(world.answerers.recipient);
              assertThat(message.content()).isEqualTo(TlvRecord.of(72, new byte[1]));
              assertThat(message.replyPath())
                  .isEqualTo(
                      ((PartStatus.Live) ((Dormant) world.status()).parts().get(0).status())
                          .held()
                          .orElseThrow()
                          .releasePath());
            });

    List<byte[]> payloads = world.peelAll(htlc);
    PaymentPayload last = PaymentPayload.decode(payloads.get(4));
    Preimage preimage = Preimage.of(last.exposeKeysendPreimage().orElseThrow());
    assertThat(preimage.hash(TestNode.NIGHTJAR.primitives())).isEqualTo(htlc.paymentHash());
    List<Effect> end =
        world.on(new Event.HtlcFulfilled(htlc.attempt(), preimage, Optional.empty()));
    assertThat(end)
        .containsExactly(
            new Effect.ForgetOutcome(htlc.attempt()),
            new Effect.Notify(
                new Notice.PaymentSucceeded(ID, preimage, htlc.amountMsat() - AMOUNT)));
    assertThat(world.status()).isInstanceOf(Succeeded.class);
  }

  @Test
  void onionIsAsLdkMakesIt() throws WireException {
    OutgoingHtlc htlc = world.hold().get(0);
    List<PaymentPayload> payloads = new ArrayList<>();
    for (byte[] payload : world.peelAll(htlc)) {
      payloads.add(PaymentPayload.decode(payload));
    }
    assertThat(payloads.stream().map(HoldAtLspTest::types))
        .containsExactly(
            List.of(2L, 4L, 6L),
            List.of(10L, 12L),
            List.of(10L),
            List.of(10L),
            List.of(2L, 4L, 10L, 18L, 77777L, 5482373484L));
    long arriving = AMOUNT + Answerers.BASE_FEE;
    long lspFee = 500 + arriving / 1_000;
    long expiry = HEIGHT + 144 + Answerers.DELTA + Answerers.FINAL_DELTA;
    assertThat(htlc.amountMsat()).isEqualTo(arriving + lspFee);
    assertThat(htlc.cltvExpiry()).isEqualTo(expiry + 40);
    assertThat(payloads.get(0).amtToForward()).hasValue(arriving);
    assertThat(payloads.get(0).outgoingCltvValue()).hasValue(expiry);
    assertThat(payloads.get(0).shortChannelId()).contains(PayerWorld.LSP_SERVER);
    assertThat(payloads.get(4).amtToForward()).hasValue(AMOUNT);
    assertThat(payloads.get(4).totalAmountMsat()).hasValue(AMOUNT);
    assertThat(payloads.get(4).outgoingCltvValue()).hasValue(HEIGHT + 144);
    assertThat(payloads.get(4).invoiceRequest(WireProfile.LDK))
        .contains(world.status().order().request().encode());
  }

  private static List<Long> types(PaymentPayload payload) {
    return payload.stream().records().stream().map(TlvRecord::type).toList();
  }
}
