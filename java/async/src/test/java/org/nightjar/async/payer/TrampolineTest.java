package org.nightjar.async.payer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nightjar.async.payer.PayerWorld.AMOUNT;
import static org.nightjar.async.payer.PayerWorld.HEIGHT;
import static org.nightjar.async.payer.PayerWorld.ID;
import static org.nightjar.async.payer.PayerWorld.notices;
import static org.nightjar.async.payer.PayerWorld.offers;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nightjar.FailurePacket;
import org.nightjar.Failures;
import org.nightjar.OnionPacket;
import org.nightjar.Peeled;
import org.nightjar.SharedSecret;
import org.nightjar.async.Effect;
import org.nightjar.async.Event;
import org.nightjar.async.ForwardingTerms;
import org.nightjar.async.HtlcFailure;
import org.nightjar.async.InboundChannel;
import org.nightjar.async.Notice;
import org.nightjar.async.OutgoingHtlc;
import org.nightjar.async.RouteHop;
import org.nightjar.async.TestNode;
import org.nightjar.wire.Features;
import org.nightjar.wire.PaymentPayload;
import org.nightjar.wire.TrampolineRules;
import org.nightjar.wire.WireException;
import org.nightjar.wire.blinded.PaymentRelay;
import org.nightjar.wire.delegation.DelegationMessage;
import org.nightjar.wire.delegation.OnionBookPut;
import org.nightjar.wire.failure.FailureCode;
import org.nightjar.wire.failure.FailureMessage;

/** A payer that knows no channel but its own has its LSP find the way. */
class TrampolineTest {
  private static final long ARRIVING = AMOUNT + Answerers.BASE_FEE;
  private static final long FINAL_CLTV = HEIGHT + 144;
  private static final long ARRIVING_CLTV = FINAL_CLTV + Answerers.DELTA + Answerers.FINAL_DELTA;

  private final PayerWorld world = new PayerWorld();

  /** As the LSP sends it, a trampoline node: made by a hop of the inner onion. */
  static HtlcFailure failure(PartOnion onion, int inner, FailureMessage message) {
    List<SharedSecret> secrets = onion.secrets();
    Failures failures = TestNode.NIGHTJAR.failures();
    FailurePacket packet = failures.create(secrets.get(1 + inner), message.encode());
    for (int i = inner; i >= 0; i--) {
      packet = failures.wrap(packet, secrets.get(i));
    }
    return new HtlcFailure.Encrypted(packet, Optional.empty());
  }

  static HtlcFailure wants(PartOnion onion, long feeMsat, int blocks) {
    FailureCode code = FailureCode.TRAMPOLINE_FEE_OR_EXPIRY_INSUFFICIENT;
    return failure(onion, 0, FailureMessage.of(code, feeMsat, 0, blocks));
  }

  private List<Effect> fail(OutgoingHtlc htlc, HtlcFailure failure) {
    return world.on(new Event.HtlcFailed(htlc.attempt(), failure));
  }

  private Part part() {
    return ((PaymentState.WithHtlcs) world.status()).parts().get(0);
  }

  private Peeled.Accepted peel(TestNode node, OnionPacket onion, OutgoingHtlc htlc) {
    return (Peeled.Accepted)
        TestNode.NIGHTJAR.peel(node.environment.nodeKey(), onion, htlc.paymentHash().toBytes());
  }

  @Test
  void theLspIsToldTheIntroductionNodeAndNothingElse() throws WireException {
    OutgoingHtlc htlc = world.trampoline().get(0);
    long fee = 4_000 + ARRIVING * 4 / 1_000;
    assertThat(htlc.amountMsat()).isEqualTo(ARRIVING + fee);
    assertThat(htlc.cltvExpiry()).isEqualTo(ARRIVING_CLTV + 576);
    assertThat(htlc.hold()).isTrue();
    assertThat(world.live(0).feeMsat()).isEqualTo(Answerers.BASE_FEE + fee);

    Peeled.Accepted last = peel(world.lsp, htlc.onion(), htlc);
    assertThat(last).isInstanceOf(Peeled.Final.class);
    PaymentPayload outer = PaymentPayload.decode(last.payload());
    Peeled.Accepted first = peel(world.lsp, outer.trampoline().onionPacket().orElseThrow(), htlc);
    PaymentPayload inner = PaymentPayload.decode(first.payload());
    assertThat(TrampolineRules.check(outer, inner, first instanceof Peeled.Final, Set.of()))
        .isEqualTo(TrampolineRules.Role.FORWARD_TO_NODE);
    assertThat(outer.amtToForward()).hasValue(htlc.amountMsat());
    assertThat(outer.outgoingCltvValue()).hasValue(htlc.cltvExpiry());
    assertThat(outer.paymentData().orElseThrow().totalMsat()).isEqualTo(htlc.amountMsat());
    assertThat(inner.trampoline().outgoingNodeId()).contains(world.answerers.serverId());
    assertThat(inner.amtToForward()).hasValue(ARRIVING);
    assertThat(inner.outgoingCltvValue()).hasValue(ARRIVING_CLTV);

    PaymentPayload introduction =
        PaymentPayload.decode(peel(world.answerers.server, first.nextPacket(), htlc).payload());
    assertThat(introduction.currentPathKey()).isPresent();
    assertThat(introduction.amtToForward()).isEmpty();
  }

  @Test
  void anLspThatIsTheIntroductionNodeNeedsNoWay() throws WireException {
    world.routes.inbound.clear();
    world.routes.inbound.add(
        new InboundChannel(
            world.answerers.serverId(),
            PayerWorld.LSP_SERVER,
            new ForwardingTerms(PaymentRelay.FREE, 1, Long.MAX_VALUE),
            true));
    world.answerers.features = Features.ofBits(17, 57);
    world.routes.payments.set(
        0,
        List.of(
            new RouteHop(world.answerers.serverId(), PayerWorld.LSP_SERVER, PaymentRelay.FREE)));
    world.takeStatic(PayerMode.TRAMPOLINE);
    OutgoingHtlc htlc = offers(world.after(world.policy.grace())).get(0);
    assertThat(htlc.amountMsat()).isEqualTo(ARRIVING);
    assertThat(htlc.cltvExpiry()).isEqualTo(ARRIVING_CLTV);
    PaymentPayload outer =
        PaymentPayload.decode(peel(world.answerers.server, htlc.onion(), htlc).payload());
    PaymentPayload inner =
        PaymentPayload.decode(
            peel(world.answerers.server, outer.trampoline().onionPacket().orElseThrow(), htlc)
                .payload());
    assertThat(inner.currentPathKey()).isPresent();
  }

  @Test
  void aRecipientThatDoesNotSaySoIsNotPaidSo() {
    world.takeStatic(PayerMode.TRAMPOLINE);
    List<Effect> effects = world.after(world.policy.grace());
    assertThat(offers(effects)).isEmpty();
    assertThat(notices(effects))
        .containsExactly(
            new Notice.PaymentFailed(ID, "the recipient takes no trampoline payments"));
  }

  @Test
  void withoutAPeerItWaits() {
    InboundChannel channel = world.routes.inbound.get(0);
    world.routes.inbound.set(
        0, new InboundChannel(channel.peer(), channel.channel(), channel.terms(), false));
    assertThat(world.trampoline()).isEmpty();
    world.routes.inbound.set(0, channel);
    assertThat(offers(world.on(new Event.PeerUsable(world.lspId())))).hasSize(1);
  }

  @Test
  void theLspGetsWhatItWants() {
    OutgoingHtlc first = world.trampoline().get(0);
    fail(first, wants(world.live(0).onion(), 300_000, 700));
    assertThat(part().lastReport().orElseThrow().wanted())
        .contains(new PaymentRelay(700, 0, 300_000));
    world.restart();
    OutgoingHtlc second = offers(world.after(Duration.ofSeconds(1))).get(0);
    assertThat(second.amountMsat()).isEqualTo(ARRIVING + 300_000);
    assertThat(second.cltvExpiry()).isEqualTo(ARRIVING_CLTV + 700);
    assertThat(second.paymentHash()).isEqualTo(first.paymentHash());
  }

  @ParameterizedTest
  @CsvSource({
    "510000, 100, the fees are above the limit",
    "4294967295, 100, the fees are above the limit",
    "4000, 65535, the HTLC would expire too far away"
  })
  void notMoreThanThePayerAllows(long feeMsat, int blocks, String reason) {
    OutgoingHtlc first = world.trampoline().get(0);
    fail(first, wants(world.live(0).onion(), feeMsat, blocks));
    List<Effect> effects = world.after(Duration.ofSeconds(1));
    assertThat(offers(effects)).isEmpty();
    assertThat(notices(effects)).containsExactly(new Notice.PaymentFailed(ID, reason));
  }

  @Test
  void failuresAreReadUnderBothLayers() {
    OutgoingHtlc htlc = world.trampoline().get(0);
    world.acknowledge(List.of(htlc));
    fail(
        htlc,
        failure(
            world.live(0).onion(), 0, FailureMessage.of(FailureCode.TEMPORARY_TRAMPOLINE_FAILURE)));
    assertThat(part().lastReport().orElseThrow().hop()).isEqualTo(OptionalInt.of(0));
    htlc = offers(world.after(Duration.ofSeconds(1))).get(0);
    fail(
        htlc,
        failure(world.live(0).onion(), 1, FailureMessage.of(FailureCode.INVALID_ONION_BLINDING)));
    assertThat(part().lastReport().orElseThrow().hop()).isEqualTo(OptionalInt.of(1));
    assertThat(part().lastReport().orElseThrow().code())
        .isEqualTo(OptionalInt.of(FailureCode.INVALID_ONION_BLINDING.code()));
    htlc = offers(world.after(Duration.ofSeconds(10))).get(0);
    world.acknowledge(List.of(htlc));
    List<Effect> effects =
        fail(
            htlc,
            failure(
                world.live(0).onion(), 0, FailureMessage.of(FailureCode.TEMPORARY_NODE_FAILURE)));
    assertThat(notices(effects))
        .containsExactly(new Notice.PaymentFailed(ID, "the holding node gave the payment up"));
  }

  @Test
  void theLspGetsABookOfTrampolineOnions() throws WireException {
    List<Effect> effects = world.acknowledge(world.trampoline());
    OnionBookPut book = null;
    for (Effect.SendPeerMessage put : PayerWorld.only(Effect.SendPeerMessage.class, effects)) {
      if (put.type() == OnionBookPut.TYPE) {
        book = (OnionBookPut) DelegationMessage.decode(put.type(), put.payload());
      }
    }
    assertThat(book.entries()).hasSize(3);
    for (OnionBookPut.Entry entry : book.entries()) {
      assertThat(entry.amountMsat()).isEqualTo(ARRIVING);
      assertThat(entry.outgoingCltv()).isEqualTo(ARRIVING_CLTV);
      assertThat(entry.capability()).isEmpty();
    }
    assertThat(notices(effects)).containsExactly(new Notice.PaymentHeld(ID));
  }

  @Test
  void afterARestartItOffersTheSame() {
    OutgoingHtlc htlc = world.trampoline().get(0);
    assertThat(offers(world.restart())).containsExactly(htlc);
    world.acknowledge(List.of(htlc));
    world.on(
        new Event.HtlcFulfilled(
            htlc.attempt(), ((Dormant) world.status()).terms().preimage(), Optional.empty()));
    assertThat(world.status()).isInstanceOf(Succeeded.class);
  }
}
