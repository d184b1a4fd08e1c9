package org.nightjar.async.payer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nightjar.async.payer.PayerWorld.AMOUNT;
import static org.nightjar.async.payer.PayerWorld.ID;
import static org.nightjar.async.payer.PayerWorld.notices;
import static org.nightjar.async.payer.PayerWorld.offers;

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
import org.nightjar.wire.message.ContentType;

/** PAY_NORMAL: the recipient is awake, and the payment is proved by its preimage. */
class OrdinaryInvoiceTest {
  private static final Preimage PREIMAGE = PayerWorld.preimage(9);

  private final PayerWorld world = new PayerWorld();

  private OutgoingHtlc pay() {
    PayerWorld.Delivered request =
        world.delivered(world.pay(world.answerers.offer(), PayerMode.HOLD_AT_LSP)).get(0);
    byte[] hash = PREIMAGE.hash(TestNode.NIGHTJAR.primitives()).toBytes();
    byte[] invoice = world.answerers.invoice(PayerWorld.request(request), hash).encode();
    List<Effect> paid =
        world.on(world.answer(request.replyPath(), TlvRecord.of(ContentType.INVOICE, invoice)));
    assertThat(offers(paid)).hasSize(1);
    return offers(paid).get(0);
  }

  @Test
  void paysTheHashOfTheInvoiceAtOnce() throws WireException {
    OutgoingHtlc htlc = pay();
    assertThat(htlc.hold()).isFalse();
    assertThat(htlc.paymentHash()).isEqualTo(PREIMAGE.hash(TestNode.NIGHTJAR.primitives()));
    List<byte[]> payloads = world.peelAll(htlc);
    PaymentPayload last = PaymentPayload.decode(payloads.get(4));
    assertThat(last.stream().records().stream().map(TlvRecord::type))
        .containsExactly(2L, 4L, 10L, 18L);
  }

  @Test
  void onlyTheRightPreimageIsAReceipt() {
    OutgoingHtlc htlc = pay();
    PaymentState state = world.status();
    Event wrong = new Event.HtlcFulfilled(htlc.attempt(), PayerWorld.preimage(8), Optional.empty());
    assertThat(world.on(wrong)).isEmpty();
    assertThat(world.status()).isEqualTo(state);
    assertThat(world.payer.refusals).containsExactly("a preimage of another hash");
    Event right = new Event.HtlcFulfilled(htlc.attempt(), PREIMAGE, Optional.empty());
    assertThat(notices(world.on(right)))
        .containsExactly(new Notice.PaymentSucceeded(ID, PREIMAGE, htlc.amountMsat() - AMOUNT));
    assertThat(((Succeeded) world.status()).preimage()).isEqualTo(PREIMAGE);
    assertThat(world.on(right)).containsExactly(new Effect.ForgetOutcome(htlc.attempt()));
  }

  @Test
  void aReleasePathForItIsIgnored() {
    OutgoingHtlc htlc = pay();
    PaymentState state = world.status();
    for (int i = 0; i < 1_000; i++) {
      Event probing =
          new Event.ReleasePathReceived(htlc.attempt(), PayerWorld.htlcId(0), world.releasePath(0));
      assertThat(world.react(probing)).isEmpty();
    }
    assertThat(world.status()).isEqualTo(state);
    assertThat(world.payer.refusals)
        .hasSize(1_000)
        .containsOnly("a release path for an HTLC that nobody was asked to hold");
  }
}
