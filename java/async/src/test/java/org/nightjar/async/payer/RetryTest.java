package org.nightjar.async.payer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nightjar.async.payer.PayerWorld.HEIGHT;
import static org.nightjar.async.payer.PayerWorld.ID;
import static org.nightjar.async.payer.PayerWorld.LSP_RELAY;
import static org.nightjar.async.payer.PayerWorld.notices;
import static org.nightjar.async.payer.PayerWorld.offers;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nightjar.AttributedFailure;
import org.nightjar.AttributionData;
import org.nightjar.FailurePacket;
import org.nightjar.Failures;
import org.nightjar.SharedSecret;
import org.nightjar.async.AttemptId;
import org.nightjar.async.Effect;
import org.nightjar.async.Event;
import org.nightjar.async.HtlcFailure;
import org.nightjar.async.Notice;
import org.nightjar.async.OutgoingHtlc;
import org.nightjar.async.RouteHop;
import org.nightjar.async.TestNode;
import org.nightjar.wire.PaymentPayload;
import org.nightjar.wire.ShortChannelId;
import org.nightjar.wire.WireException;
import org.nightjar.wire.blinded.PaymentRelay;
import org.nightjar.wire.failure.FailureCode;
import org.nightjar.wire.failure.FailureMessage;

/** What the payer makes of HTLCs that fail: one live attempt at a time, and an end. */
class RetryTest {
  private static final Failures FAILURES = TestNode.NIGHTJAR.failures();

  private final PayerWorld world = new PayerWorld();

  /** As the payer's LSP sends it: made by a hop of the onion, wrapped by those before it. */
  static HtlcFailure failure(PartOnion onion, int hop, FailureCode code) {
    List<SharedSecret> secrets = onion.secrets();
    byte[] message = FailureMessage.of(code).encode();
    AttributedFailure failure = FAILURES.createAttributed(secrets.get(hop), message, 1 + hop);
    for (int i = hop - 1; i >= 0; i--) {
      failure =
          FAILURES.wrapAttributed(failure.packet(), failure.attribution(), secrets.get(i), 1 + i);
    }
    return new HtlcFailure.Encrypted(failure.packet(), Optional.of(failure.attribution()));
  }

  private List<Effect> fail(OutgoingHtlc htlc, HtlcFailure failure) {
    return world.on(new Event.HtlcFailed(htlc.attempt(), failure));
  }

  private static HtlcFailure local(HtlcFailure.Cause cause) {
    return new HtlcFailure.Local(cause);
  }

  private Part part() {
    return ((PaymentState.WithHtlcs) world.status()).parts().get(0);
  }

  @Test
  void aFailedHtlcIsTriedAgainWithAnotherOnionAndName() {
    OutgoingHtlc first = world.hold().get(0);
    List<Effect> failed =
        fail(first, failure(world.live(0).onion(), 1, FailureCode.TEMPORARY_CHANNEL_FAILURE));
    assertThat(failed).containsExactly(new Effect.ForgetOutcome(first.attempt()));
    assertThat(part().status()).isInstanceOf(PartStatus.Waiting.class);
    assertThat(part().lastReport())
        .contains(
            new AttemptReport(
                OptionalInt.of(1),
                OptionalInt.of(FailureCode.TEMPORARY_CHANNEL_FAILURE.code()),
                List.of(1L, 2L)));
    assertThat(world.after(Duration.ofMillis(999))).isEmpty();
    List<OutgoingHtlc> second = offers(world.after(Duration.ofMillis(1)));
    assertThat(second).hasSize(1);
    assertThat(second.get(0).attempt()).isNotEqualTo(first.attempt());
    assertThat(second.get(0).onion()).isNotEqualTo(first.onion());
    assertThat(second.get(0).paymentHash()).isEqualTo(first.paymentHash());
    assertThat(second.get(0).hold()).isTrue();
  }

  @Test
  void theOutcomeOfAnOldAttemptIsOnlyForgotten() {
    OutgoingHtlc first = world.hold().get(0);
    Event failed =
        new Event.HtlcFailed(
            first.attempt(),
            failure(world.live(0).onion(), 1, FailureCode.TEMPORARY_CHANNEL_FAILURE));
    world.on(failed);
    world.after(Duration.ofSeconds(1));
    PaymentState state = world.status();
    for (int i = 0; i < 1_000; i++) {
      assertThat(world.payerEffects(failed))
          .containsExactly(new Effect.ForgetOutcome(first.attempt()));
    }
    assertThat(world.status()).isEqualTo(state);
    assertThat(world.payer.refusals).hasSize(1_000).containsOnly("news of an HTLC that is over");
    world.restart();
    assertThat(world.on(failed)).containsExactly(new Effect.ForgetOutcome(first.attempt()));
  }

  @Test
  void anOutcomeOfAnotherNodesHtlcIsNotOurs() {
    world.hold();
    AttemptId other = AttemptId.of(new byte[32]);
    assertThat(world.on(new Event.HtlcFailed(other, local(HtlcFailure.Cause.PEER_UNUSABLE))))
        .isEmpty();
    assertThat(world.on(new Event.HtlcFulfilled(other, PayerWorld.preimage(1), Optional.empty())))
        .isEmpty();
  }

  @Test
  void aThirdFailureOnItsWayIsTheLast() {
    OutgoingHtlc htlc = world.hold().get(0);
    for (int i = 0; i < 2; i++) {
      fail(htlc, failure(world.live(0).onion(), 1, FailureCode.TEMPORARY_CHANNEL_FAILURE));
      htlc = offers(world.after(Duration.ofMinutes(1))).get(0);
    }
    List<Effect> end =
        fail(htlc, failure(world.live(0).onion(), 1, FailureCode.TEMPORARY_CHANNEL_FAILURE));
    assertThat(notices(end))
        .containsExactly(new Notice.PaymentFailed(ID, "the payment failed on its way"));
    world.restart();
    assertThat(fail(htlc, new HtlcFailure.Malformed(FailureCode.BADONION | 24, new byte[32])))
        .containsExactly(new Effect.ForgetOutcome(htlc.attempt()));
    assertThat(world.after(Duration.ofDays(1))).isEmpty();
  }

  @Test
  void anotherAttemptTakesAnotherRoute() {
    ShortChannelId other = ShortChannelId.of(9, 9, 9);
    world.routes.payments.add(
        List.of(
            new RouteHop(world.lspId(), PayerWorld.PAYER_LSP, PaymentRelay.FREE),
            new RouteHop(world.answerers.serverId(), other, LSP_RELAY)));
    OutgoingHtlc htlc = world.hold().get(0);
    fail(htlc, failure(world.live(0).onion(), 0, FailureCode.TEMPORARY_CHANNEL_FAILURE));
    OutgoingHtlc second = offers(world.after(Duration.ofSeconds(1))).get(0);
    assertThat(scid(htlc)).isEqualTo(PayerWorld.LSP_SERVER);
    assertThat(scid(second)).isEqualTo(other);
  }

  private ShortChannelId scid(OutgoingHtlc htlc) {
    try {
      return PaymentPayload.decode(world.peelAll(htlc).get(0)).shortChannelId().orElseThrow();
    } catch (WireException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = HtlcFailure.Cause.class,
      names = {"PEER_UNUSABLE", "UNKNOWN_CHANNEL"})
  void withoutTheLspItWaitsAndCountsNoFailure(HtlcFailure.Cause cause) {
    OutgoingHtlc htlc = world.hold().get(0);
    for (int i = 0; i < 10; i++) {
      assertThat(offers(fail(htlc, local(cause)))).isEmpty();
      assertThat(part().failures()).isZero();
      htlc = offers(world.on(new Event.PeerUsable(world.lspId()))).get(0);
    }
    world.answerers.relativeExpiry = 1;
    fail(htlc, local(cause));
    assertThat(world.after(Duration.ofMinutes(9))).isEmpty();
    assertThat(offers(world.after(Duration.ofMinutes(1)))).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = HtlcFailure.Cause.class,
      names = {"NO_HOLD_FEATURE", "CHANNEL_CLOSED"})
  void anLspThatDoesNotHoldIsAFailure(HtlcFailure.Cause cause) {
    OutgoingHtlc htlc = world.hold().get(0);
    for (int i = 0; i < 2; i++) {
      fail(htlc, local(cause));
      htlc = offers(world.after(Duration.ofMinutes(1))).get(0);
    }
    assertThat(notices(fail(htlc, local(cause)))).hasSize(1);
    assertThat(world.status()).isInstanceOf(Failed.class);
  }

  @Test
  void waitsNoLongerThanTheInvoice() {
    world.answerers.relativeExpiry = 600;
    OutgoingHtlc htlc = world.hold().get(0);
    fail(htlc, local(HtlcFailure.Cause.PEER_UNUSABLE));
    assertThat(notices(world.after(Duration.ofMinutes(10))))
        .containsExactly(new Notice.PaymentFailed(ID, "the invoice expired"));
  }

  @ParameterizedTest
  @EnumSource(
      value = FailureCode.class,
      names = {"EXPIRY_TOO_SOON", "TEMPORARY_NODE_FAILURE"})
  void aHoldThatTheLspGivesUpIsNotTriedAgain(FailureCode code) {
    OutgoingHtlc htlc = world.hold().get(0);
    world.acknowledge(List.of(htlc));
    assertThat(notices(fail(htlc, failure(world.live(0).onion(), 0, code))))
        .containsExactly(new Notice.PaymentFailed(ID, "the holding node gave the payment up"));
  }

  @Test
  void aHoldThatFailsBehindTheLspIsHeldAgain() {
    OutgoingHtlc htlc = world.hold().get(0);
    world.acknowledge(List.of(htlc));
    fail(htlc, failure(world.live(0).onion(), 0, FailureCode.TEMPORARY_CHANNEL_FAILURE));
    assertThat(world.status()).isInstanceOf(Adding.class);
    List<OutgoingHtlc> again = offers(world.after(Duration.ofSeconds(1)));
    List<Effect> held =
        world.on(
            new Event.ReleasePathReceived(
                again.get(0).attempt(), PayerWorld.htlcId(1), world.releasePath(1)));
    assertThat(world.status()).isInstanceOf(Dormant.class);
    assertThat(world.delivered(held))
        .hasSize(1)
        .allMatch(
            told -> told.replyPath().equals(world.live(0).held().orElseThrow().releasePath()));
  }

  /** Nobody says why: the recipient is told anew each time, over restarts too, but not for ever. */
  @Test
  void aFourthMissIsTheLast() {
    OutgoingHtlc htlc = world.hold().get(0);
    for (int i = 0; i < 3; i++) {
      List<Effect> held = world.acknowledge(List.of(htlc));
      assertThat(world.delivered(held)).hasSize(1);
      world.restart();
      fail(htlc, failure(world.live(0).onion(), 1, FailureCode.INVALID_ONION_BLINDING));
      assertThat(part().misses()).isEqualTo(i + 1);
      assertThat(part().failures()).isZero();
      htlc = offers(world.after(Duration.ofMinutes(10))).get(0);
    }
    assertThat(
            notices(
                fail(htlc, failure(world.live(0).onion(), 1, FailureCode.INVALID_ONION_BLINDING))))
        .containsExactly(new Notice.PaymentFailed(ID, "the payment failed on its way"));
  }

  /** The holding node is where the blinded path begins: it says the same of all behind it. */
  @Test
  void aMissBehindTheHoldingNodeIsHeldAgainForAHoldWindow() {
    OutgoingHtlc htlc = world.hold().get(0);
    world.acknowledge(List.of(htlc));
    world.now = world.now.plus(Duration.ofHours(23));
    fail(htlc, failure(world.live(0).onion(), 0, FailureCode.INVALID_ONION_BLINDING));
    assertThat(world.status()).isInstanceOf(Adding.class);
    htlc = offers(world.after(Duration.ofSeconds(1))).get(0);
    assertThat(htlc.hold()).isTrue();
    assertThat(world.delivered(world.acknowledge(List.of(htlc)))).hasSize(1);
    world.now = world.now.plus(Duration.ofHours(1));
    assertThat(
            notices(
                fail(htlc, failure(world.live(0).onion(), 0, FailureCode.INVALID_ONION_BLINDING))))
        .containsExactly(new Notice.PaymentFailed(ID, "the holding node gave the payment up"));
  }

  /** The LSP tried an onion of the book, and passes on what came back of it. */
  @Test
  void aFailureOfAnOnionOfTheBookIsRead() {
    OutgoingHtlc htlc = world.hold().get(0);
    world.acknowledge(List.of(htlc));
    fail(htlc, failure(world.onions(0).get(2), 1, FailureCode.INVALID_ONION_BLINDING));
    assertThat(part().lastReport().orElseThrow().hop()).hasValue(1);
    assertThat(part().lastReport().orElseThrow().holdTimes()).containsExactly(1L, 2L);
  }

  @Test
  void noiseIsAFailureThatNobodyMade() {
    OutgoingHtlc htlc = world.hold().get(0);
    fail(
        htlc,
        new HtlcFailure.Encrypted(
            FailurePacket.of(new byte[FailurePacket.MIN_LENGTH]),
            Optional.of(AttributionData.of(new byte[AttributionData.LENGTH]))));
    assertThat(part().lastReport()).contains(AttemptReport.NONE);
    assertThat(part().failures()).isEqualTo(1);
  }

  @Test
  void holdTimesOfAFulfilmentAreRead() {
    OutgoingHtlc htlc = world.hold().get(0);
    List<SharedSecret> secrets = world.live(0).onion().secrets();
    AttributionData attribution = FAILURES.wrapFulfilment(null, secrets.get(1), 7);
    attribution = FAILURES.wrapFulfilment(attribution, secrets.get(0), 9);
    world.on(
        new Event.HtlcFulfilled(
            htlc.attempt(),
            ((Adding) world.status()).terms().preimage(),
            Optional.of(attribution)));
    Part part = ((Succeeded) world.status()).parts().get(0);
    assertThat(part.lastReport().orElseThrow().holdTimes()).containsExactly(9L, 7L);
  }

  @Test
  void aRefusalOfTheRecipientIsTheEnd() {
    OutgoingHtlc htlc = world.hold().get(0);
    PartOnion onion = world.live(0).onion();
    byte[] message =
        FailureMessage.of(FailureCode.INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS, 1, HEIGHT).encode();
    FailurePacket packet = FAILURES.create(onion.secrets().get(4), message);
    for (int i = 3; i >= 0; i--) {
      packet = FAILURES.wrap(packet, onion.secrets().get(i));
    }
    assertThat(notices(fail(htlc, new HtlcFailure.Encrypted(packet, Optional.empty()))))
        .containsExactly(new Notice.PaymentFailed(ID, "the recipient refused the payment"));
  }

  @Test
  void aNewAttemptExpiresByTheChainOfItsTime() {
    OutgoingHtlc first = world.hold().get(0);
    world.on(new Event.BlockConnected(HEIGHT + 10));
    fail(first, local(HtlcFailure.Cause.PEER_UNUSABLE));
    OutgoingHtlc second = offers(world.after(Duration.ofSeconds(1))).get(0);
    assertThat(second.cltvExpiry()).isEqualTo(first.cltvExpiry() + 10);
  }
}
