package org.nightjar.async.payer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nightjar.async.payer.PayerWorld.AMOUNT;
import static org.nightjar.async.payer.PayerWorld.ID;
import static org.nightjar.async.payer.PayerWorld.NOW;
import static org.nightjar.async.payer.PayerWorld.notices;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nightjar.SecretKey;
import org.nightjar.async.Effect;
import org.nightjar.async.Event;
import org.nightjar.async.Notice;
import org.nightjar.async.OutgoingHtlc;
import org.nightjar.async.PaymentHash;
import org.nightjar.async.TestNode;
import org.nightjar.async.store.StoreException;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.async.ClaimReceipt;
import org.nightjar.wire.bolt12.Offer;
import org.nightjar.wire.bolt12.Signer;
import org.nightjar.wire.message.ContentType;

/** What the recipient signs after its claim is kept, whenever it comes, if it is what it says. */
class ReceiptsTest {
  private final PayerWorld world = new PayerWorld();
  private PayerWorld.Delivered request;
  private OutgoingHtlc htlc;

  private void hold() {
    request = world.takeStatic(PayerMode.HOLD_AT_LSP);
    htlc = PayerWorld.offers(world.after(world.policy.grace())).get(0);
  }

  private static ClaimReceipt receipt(PaymentHash hash, long amountMsat, SecretKey key) {
    return ClaimReceipt.create(
        hash.toBytes(), amountMsat, NOW.getEpochSecond(), Signer.of(TestNode.NIGHTJAR, key));
  }

  private ClaimReceipt receipt() {
    return receipt(htlc.paymentHash(), AMOUNT, world.answerers.issuerKey);
  }

  private List<Effect> arrives(byte[] receipt) {
    TlvRecord content = TlvRecord.of(ContentType.CLAIM_RECEIPT, receipt);
    return world.on(world.answer(request.replyPath(), content));
  }

  private Optional<ClaimReceipt> kept() {
    try {
      return world.role.receipt(ID);
    } catch (StoreException e) {
      throw new AssertionError(e);
    }
  }

  private void fulfil() {
    world.on(
        new Event.HtlcFulfilled(
            htlc.attempt(),
            ((Terms.Static) ((PaymentState.WithHtlcs) world.status()).terms()).preimage(),
            Optional.empty()));
    assertThat(world.status()).isInstanceOf(Succeeded.class);
  }

  private void keeps(ClaimReceipt receipt) {
    assertThat(notices(arrives(receipt.encode()))).containsExactly(new Notice.ReceiptArrived(ID));
    assertThat(kept()).contains(receipt);
    world.restart();
    assertThat(kept()).contains(receipt);
  }

  @Test
  void itMayComeBeforeThePreimage() {
    hold();
    assertThat(kept()).isEmpty();
    keeps(receipt());
    fulfil();
    assertThat(kept()).isPresent();
  }

  @Test
  void itMayComeDaysLater() {
    hold();
    fulfil();
    world.after(Duration.ofDays(8));
    world.restart();
    keeps(receipt());
  }

  @Test
  void theFirstIsKept() {
    hold();
    fulfil();
    ClaimReceipt first = receipt();
    keeps(first);
    ClaimReceipt other = receipt(htlc.paymentHash(), AMOUNT + 1, world.answerers.issuerKey);
    for (int i = 0; i < 1_000; i++) {
      assertThat(arrives(other.encode())).isEmpty();
    }
    assertThat(kept()).contains(first);
    assertThat(world.payer.refusals).hasSize(1_000).containsOnly("a claim receipt twice");
  }

  @Test
  void whatItSaysIsChecked() {
    hold();
    fulfil();
    SecretKey issuer = world.answerers.issuerKey;
    PaymentHash other = PayerWorld.preimage(1).hash(TestNode.NIGHTJAR.primitives());
    for (ClaimReceipt wrong :
        List.of(
            receipt(other, AMOUNT, issuer),
            receipt(htlc.paymentHash(), AMOUNT - 1, issuer),
            receipt(htlc.paymentHash(), AMOUNT, Answerers.secret(8)))) {
      assertThat(arrives(wrong.encode())).isEmpty();
    }
    assertThat(arrives(new byte[] {1})).isEmpty();
    assertThat(arrives(new byte[0])).isEmpty();
    assertThat(kept()).isEmpty();
    assertThat(world.payer.refusals)
        .hasSize(5)
        .allMatch(reason -> reason.startsWith("a claim receipt that does not fit its payment: "));
    keeps(receipt());
  }

  @Test
  void withoutAPaymentThereIsNone() {
    request = world.takeStatic(PayerMode.HOLD_AT_LSP);
    PaymentHash hash = PayerWorld.preimage(1).hash(TestNode.NIGHTJAR.primitives());
    ClaimReceipt receipt = receipt(hash, AMOUNT, world.answerers.issuerKey);
    assertThat(arrives(receipt.encode())).isEmpty();
    world.cancel();
    assertThat(arrives(receipt.encode())).isEmpty();
    assertThat(world.payer.refusals)
        .containsExactly(
            "a claim receipt for no payment of a static invoice",
            "a claim receipt for no payment of a static invoice");
  }

  @Test
  void anOrdinaryInvoiceNeedsNone() {
    Offer offer = world.answerers.offer();
    request = world.delivered(world.pay(offer, PayerMode.HOLD_AT_LSP)).get(0);
    PaymentHash hash = PayerWorld.preimage(9).hash(TestNode.NIGHTJAR.primitives());
    byte[] invoice = world.answerers.invoice(PayerWorld.request(request), hash.toBytes()).encode();
    world.on(world.answer(request.replyPath(), TlvRecord.of(ContentType.INVOICE, invoice)));
    ClaimReceipt receipt = receipt(hash, AMOUNT, world.answerers.issuerKey);
    assertThat(arrives(receipt.encode())).isEmpty();
    assertThat(kept()).isEmpty();
  }
}
