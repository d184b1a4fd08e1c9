package org.nightjar.async.recipient;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nightjar.FailurePacket;
import org.nightjar.OnionPacket;
import org.nightjar.Peeled;
import org.nightjar.PublicKey;
import org.nightjar.async.Effect;
import org.nightjar.async.Event;
import org.nightjar.async.HtlcFailure;
import org.nightjar.async.HtlcId;
import org.nightjar.async.IncomingHtlc;
import org.nightjar.async.TestNode;
import org.nightjar.async.lsp.ForwardingNode;
import org.nightjar.async.lsp.HoldPolicy;
import org.nightjar.wire.PaymentPayload;
import org.nightjar.wire.ShortChannelId;
import org.nightjar.wire.TrampolineFields;
import org.nightjar.wire.WireProfile;
import org.nightjar.wire.bolt12.InvoiceRequest;
import org.nightjar.wire.bolt12.Offer;
import org.nightjar.wire.bolt12.StaticInvoice;
import org.nightjar.wire.failure.FailureCode;
import org.nightjar.wire.failure.FailureMessage;

/** Payments whose last layers are those of a trampoline onion; every HTLC has one answer. */
class TrampolineTest {
  private World world;
  private ForwardingNode forwarding;
  private TestPayment payment;

  @BeforeEach
  void start() throws Exception {
    world = new World();
    forwarding = new ForwardingNode(world.node.environment, HoldPolicy.defaults().withReceiver());
    forwarding.on(new Event.Started(World.HEIGHT), world.now);
    Offer offer = world.offer();
    InvoiceRequest request = TestPayment.request(world, offer, TestPayment.AMOUNT);
    world.ask(request, offer);
    StaticInvoice invoice =
        StaticInvoice.decode(
            world.atPayer.get(0).payload().content().orElseThrow().value(), WireProfile.LDK);
    assertThat(invoice.allowsTrampoline()).isTrue();
    payment = TestPayment.ofStatic(world, request, invoice, 0);
  }

  /** What both roles of the node make of it. */
  private List<Effect> arrive(IncomingHtlc htlc) throws Exception {
    Event event = new Event.HtlcCommitted(htlc);
    List<Effect> effects = new ArrayList<>(world.on(event));
    effects.addAll(world.node.commit(forwarding.on(event, world.now)));
    return effects;
  }

  private List<Effect> arrive(UnaryOperator<PaymentPayload.Builder> change) throws Exception {
    return arrive(payment.trampoline(change));
  }

  /** Once, and of the blinded path: under both layers, or malformed. */
  private static void assertFailed(List<Effect> effects) {
    assertThat(effects).hasSize(1);
    assertThat(effects.get(0)).isInstanceOf(Effect.FailHtlc.class);
  }

  @Test
  void isClaimed() throws Exception {
    List<Effect> effects = arrive(outer -> outer);
    assertThat(effects).filteredOn(Effect.FailHtlc.class::isInstance).isEmpty();
    assertThat(((Effect.FulfilHtlc) effects.get(0)).preimage()).isEqualTo(payment.preimage);
  }

  @Test
  void inTwoPartsIsClaimedWhenBothAreThere() throws Exception {
    payment.amount = TestPayment.AMOUNT / 2;
    assertThat(arrive(outer -> outer)).isEmpty();
    payment.id = 1;
    List<Effect> effects = arrive(outer -> outer);
    assertThat(effects).filteredOn(Effect.FulfilHtlc.class::isInstance).hasSize(2);
  }

  @Test
  void aSecondOneWithTheHashFailsUnderBothLayers() throws Exception {
    arrive(outer -> outer);
    payment.id = 1;
    IncomingHtlc htlc = payment.trampoline(outer -> outer);
    List<Effect> effects = arrive(htlc);
    assertFailed(effects);
    FailurePacket packet =
        ((HtlcFailure.Encrypted) ((Effect.FailHtlc) effects.get(0)).failure()).packet();
    Peeled.Accepted outer = peel(htlc.onion(), null);
    PaymentPayload payload = PaymentPayload.decode(outer.payload());
    Peeled.Accepted inner =
        peel(
            payload.trampoline().onionPacket().orElseThrow(),
            payload.currentPathKey().orElseThrow());
    byte[] message =
        TestNode.NIGHTJAR
            .trampoline()
            .decryptFailure(packet, List.of(outer.sharedSecret()), List.of(inner.sharedSecret()))
            .orElseThrow()
            .message();
    assertThat(FailureMessage.decode(message).known()).contains(FailureCode.INVALID_ONION_BLINDING);
  }

  private Peeled.Accepted peel(OnionPacket onion, @Nullable PublicKey pathKey) {
    return (Peeled.Accepted)
        TestNode.NIGHTJAR.peel(
            world.node.environment.nodeKey(), onion, payment.hash().toBytes(), pathKey);
  }

  @Test
  void lessThanTheOuterOnionSaysFails() throws Exception {
    assertFailed(arrive(outer -> outer.amtToForward(TestPayment.AMOUNT + 1)));
    payment.id = 1;
    assertFailed(arrive(outer -> outer.outgoingCltvValue(payment.expiry + 1)));
    assertThat(world.node.refusals).contains("outer onion against the rules");
  }

  @Test
  void lessThanTheInnerOnionSaysFails() throws Exception {
    payment.payloadAmount = TestPayment.AMOUNT + 1;
    assertFailed(arrive(outer -> outer));
    assertThat(world.node.refusals).contains("payment onion against the rules");
  }

  @Test
  void withoutInvoiceRequestOrPreimageItFails() throws Exception {
    payment.last = payload -> {};
    assertFailed(arrive(outer -> outer));
    assertThat(world.node.refusals).contains("payment of a static invoice without invoice request");
  }

  @Test
  void outerPayloadsAgainstTheRulesFail() throws Exception {
    List<UnaryOperator<PaymentPayload.Builder>> changes =
        List.of(
            outer -> outer.shortChannelId(ShortChannelId.of(1, 1, 1)),
            outer -> outer.trampoline(TrampolineFields.ofNextNode(world.lspId())),
            outer -> outer.encryptedRecipientData(new byte[50]));
    for (UnaryOperator<PaymentPayload.Builder> change : changes) {
      payment.id++;
      assertFailed(arrive(change));
    }
  }

  @Test
  void aPathKeyOfAnotherPathFails() throws Exception {
    assertFailed(arrive(outer -> outer.currentPathKey(world.lspId())));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65, 66, 101, 500})
  void anInnerOnionThatCannotBeReadFails(int length) throws Exception {
    assertFailed(
        arrive(
            outer -> outer.trampoline(TrampolineFields.ofOnion(OnionPacket.of(new byte[length])))));
  }

  @Test
  void theSameInnerOnionInAnotherOuterOneIsNotPaidTwice() throws Exception {
    IncomingHtlc htlc = payment.trampoline(outer -> outer);
    arrive(htlc);
    assertThat(arrive(htlc)).filteredOn(Effect.FulfilHtlc.class::isInstance).hasSize(1);
    for (int i = 1; i < 20; i++) {
      IncomingHtlc again =
          new IncomingHtlc(
              new HtlcId(htlc.id().channel(), i),
              htlc.peer(),
              htlc.amountMsat(),
              htlc.paymentHash(),
              htlc.cltvExpiry(),
              htlc.onion(),
              htlc.pathKey(),
              false);
      assertFailed(arrive(again));
    }
  }
}
