package org.nightjar.async.payer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nightjar.async.payer.PayerWorld.ID;
import static org.nightjar.async.payer.PayerWorld.NOW;
import static org.nightjar.async.payer.PayerWorld.notices;
import static org.nightjar.async.payer.PayerWorld.offers;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nightjar.async.Effect;
import org.nightjar.async.Event;
import org.nightjar.async.HtlcFailure;
import org.nightjar.async.Notice;
import org.nightjar.async.OutgoingHtlc;
import org.nightjar.async.PathContexts.Purpose;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.WireProfile;
import org.nightjar.wire.async.ReleaseHeldHtlc;
import org.nightjar.wire.failure.FailureCode;

/** Mode A: the payer itself waits for the recipient; nothing is locked until it is there. */
class AlwaysOnlineTest {
  private static final int REPLAYS = 1_000;
  private static final TlvRecord RELEASE = ReleaseHeldHtlc.create().content(WireProfile.LDK);

  private final PayerWorld world = new PayerWorld();

  private List<PayerWorld.Delivered> announce() {
    world.takeStatic(PayerMode.ALWAYS_ONLINE);
    return world.delivered(world.after(world.policy.grace()));
  }

  @Test
  void tellsTheRecipientOverEveryPathWithItsOwnReplyPath() {
    List<PayerWorld.Delivered> told = announce();
    assertThat(told).hasSize(2);
    assertThat(told)
        .allSatisfy(
            message -> {
              assertThat(message.node()).isSameAs(world.answerers.recipient);
              assertThat(message.content()).isEqualTo(TlvRecord.of(72, new byte[1]));
            });
    assertThat(told.get(0).replyPath()).isNotEqualTo(told.get(1).replyPath());
    assertThat(world.status()).isInstanceOf(WaitRelease.class);
  }

  @Test
  void paysWhenReleasedAndOnlyOnce() {
    List<PayerWorld.Delivered> told = announce();
    Event release = world.answer(told.get(0).replyPath(), RELEASE);
    List<OutgoingHtlc> htlcs = offers(world.on(release));
    assertThat(htlcs).hasSize(1);
    OutgoingHtlc htlc = htlcs.get(0);
    assertThat(htlc.hold()).isFalse();
    assertThat(htlc.cltvExpiry())
        .isEqualTo(
            PayerWorld.HEIGHT
                + world.policy.marginBlocks()
                + Answerers.DELTA
                + Answerers.FINAL_DELTA
                + PayerWorld.LSP_RELAY.cltvExpiryDelta());
    PaymentState state = world.status();
    assertThat(state).isInstanceOf(InFlight.class);
    for (int i = 0; i < REPLAYS; i++) {
      assertThat(world.react(release)).isEmpty();
    }
    assertThat(world.on(world.answer(told.get(1).replyPath(), RELEASE))).isEmpty();
    assertThat(world.payer.refusals)
        .hasSize(REPLAYS + 1)
        .containsOnly("a release for a payment that does not wait for one");
    assertThat(world.status()).isEqualTo(state);
    assertThat(
            notices(
                world.on(
                    new Event.HtlcFulfilled(
                        htlc.attempt(),
                        ((Terms.Static) ((InFlight) state).terms()).preimage(),
                        Optional.empty()))))
        .hasSize(1)
        .allMatch(Notice.PaymentSucceeded.class::isInstance);
    assertThat(world.on(release)).isEmpty();
  }

  @Test
  void anEarlyReleaseHasNoEffect() {
    world.takeStatic(PayerMode.ALWAYS_ONLINE);
    BlindedPath path =
        world
            .payer
            .environment
            .contexts()
            .messagePath(
                List.of(),
                Purpose.PAYER_RELEASE,
                ReplyContext.ofRelease(NOW.plusSeconds(99), ID, 0).encode());
    assertThat(world.on(world.answer(path, RELEASE))).isEmpty();
    assertThat(world.status()).isInstanceOf(AwaitOrdinary.class);
  }

  @Test
  void otherContentThanAReleaseHasNoEffect() {
    BlindedPath path = announce().get(0).replyPath();
    for (TlvRecord content :
        List.of(
            TlvRecord.of(72, new byte[1]),
            TlvRecord.of(74, new byte[] {2, 1}),
            TlvRecord.of(74, new byte[] {5}),
            TlvRecord.of(64, new byte[0]))) {
      assertThat(world.on(world.answer(path, content))).isEmpty();
    }
    assertThat(world.payer.refusals)
        .hasSize(4)
        .containsOnly("no release over the reply path for one");
    assertThat(world.status()).isInstanceOf(WaitRelease.class);
  }

  @Test
  void tellsAgainLessAndLessOften() {
    announce();
    for (int minutes : new int[] {1, 5, 15, 60, 60, 60}) {
      assertThat(world.after(Duration.ofMinutes(minutes).minusSeconds(1))).isEmpty();
      assertThat(world.after(Duration.ofSeconds(1))).hasSize(2);
    }
  }

  @Test
  void givesUpWhenTheInvoiceExpires() {
    world.answerers.relativeExpiry = 7_200;
    BlindedPath path = announce().get(0).replyPath();
    world.now = NOW.plusSeconds(7_200 - 60);
    assertThat(world.on(new Event.Tick())).hasSize(2);
    world.now = world.now.plusSeconds(1);
    Event release = world.answer(path, RELEASE);
    assertThat(world.on(release)).isEmpty();
    assertThat(world.payer.refusals).containsExactly("a release after the invoice expired");
    assertThat(notices(world.after(Duration.ofHours(1))))
        .containsExactly(new Notice.PaymentFailed(ID, "the invoice expired"));
    assertThat(world.on(release)).isEmpty();
    assertThat(world.status()).isInstanceOf(Failed.class);
  }

  @Test
  void givesUpAfterAWeek() {
    BlindedPath path = announce().get(0).replyPath();
    List<Effect> end = world.after(Duration.ofDays(7));
    assertThat(notices(end)).containsExactly(new Notice.PaymentFailed(ID, "the invoice expired"));
    assertThat(world.on(world.answer(path, RELEASE))).isEmpty();
  }

  @Test
  void aReleaseAfterARestartCounts() {
    BlindedPath path = announce().get(0).replyPath();
    List<PayerWorld.Delivered> again = world.delivered(world.restart());
    assertThat(again).hasSize(2);
    assertThat(offers(world.on(world.answer(path, RELEASE)))).hasSize(1);
    assertThat(world.on(world.answer(again.get(0).replyPath(), RELEASE))).isEmpty();
  }

  @Test
  void aReleaseWithoutARouteIsTriedAgain() {
    BlindedPath path = announce().get(0).replyPath();
    world.routes.capacityMsat = 0;
    assertThat(world.on(world.answer(path, RELEASE))).isEmpty();
    assertThat(world.status()).isInstanceOf(InFlight.class);
    world.routes.capacityMsat = Long.MAX_VALUE;
    assertThat(offers(world.after(Duration.ofSeconds(1)))).hasSize(1);
  }

  private OutgoingHtlc release(PayerWorld.Delivered told) {
    List<OutgoingHtlc> htlcs = offers(world.on(world.answer(told.replyPath(), RELEASE)));
    assertThat(htlcs).hasSize(1);
    return htlcs.get(0);
  }

  private List<Effect> miss(OutgoingHtlc htlc, int part) {
    return fail(htlc, part, FailureCode.INVALID_ONION_BLINDING);
  }

  private List<Effect> fail(OutgoingHtlc htlc, int part, FailureCode code) {
    PartOnion onion = world.live(part).onion();
    return world.on(new Event.HtlcFailed(htlc.attempt(), RetryTest.failure(onion, 1, code)));
  }

  /** Three attempts fail; gives what the last failure brings. */
  private List<Effect> failThrice(OutgoingHtlc first, FailureCode code) {
    List<Effect> effects = fail(first, 0, code);
    for (int i = 0; i < 2; i++) {
      assertThat(world.delivered(effects)).isEmpty();
      List<OutgoingHtlc> next = offers(world.after(Duration.ofMinutes(10)));
      assertThat(next).hasSize(1);
      effects = fail(next.get(0), 0, code);
    }
    return effects;
  }

  /** The recipient was gone when the payment came, and has to say again that it is there. */
  @Test
  void aMissIsAskedAgain() {
    List<PayerWorld.Delivered> told = announce();
    OutgoingHtlc first = release(told.get(0));
    List<Effect> missed = miss(first, 0);
    assertThat(missed).contains(new Effect.ForgetOutcome(first.attempt()));
    assertThat(offers(missed)).isEmpty();
    List<PayerWorld.Delivered> again = world.delivered(missed);
    assertThat(again).hasSize(2);
    assertThat(world.status()).isInstanceOf(WaitRelease.class);
    PaymentState state = world.status();
    world.restart();
    assertThat(world.status()).isEqualTo(state);
    assertThat(world.on(world.answer(told.get(1).replyPath(), RELEASE))).isEmpty();
    assertThat(world.payer.refusals).containsExactly("a release for what was tried since");
    assertThat(
            world.on(
                new Event.HtlcFailed(
                    first.attempt(), new HtlcFailure.Local(HtlcFailure.Cause.CHANNEL_CLOSED))))
        .containsExactly(new Effect.ForgetOutcome(first.attempt()));
    OutgoingHtlc second = release(again.get(1));
    assertThat(second.attempt()).isNotEqualTo(first.attempt());
    assertThat(second.onion()).isNotEqualTo(first.onion());
    assertThat(second.paymentHash()).isEqualTo(first.paymentHash());
  }

  @Test
  void aRecipientThatNeverTakesItIsNotAskedForEver() {
    List<PayerWorld.Delivered> told = announce();
    for (int i = 0; i < 3; i++) {
      told = world.delivered(miss(release(told.get(0)), 0));
      world.restart();
    }
    List<Effect> end = miss(release(told.get(0)), 0);
    assertThat(notices(end))
        .containsExactly(new Notice.PaymentFailed(ID, "the payment failed on its way"));
    assertThat(world.delivered(end)).isEmpty();
    assertThat(world.after(Duration.ofDays(1))).isEmpty();
  }

  /** What failed before the blinded path says nothing about the recipient. */
  @Test
  void aFailureOnTheWayNeedsNoOtherRelease() {
    fail(release(announce().get(0)), 0, FailureCode.TEMPORARY_CHANNEL_FAILURE);
    assertThat(world.status()).isInstanceOf(InFlight.class);
    assertThat(offers(world.after(Duration.ofSeconds(1)))).hasSize(1);
  }

  /** What is out of order on the way may be well when the recipient answers. */
  @Test
  void ifNoWayLeadsThereTheRecipientIsAskedAgain() {
    List<PayerWorld.Delivered> told = announce();
    for (int i = 0; i < 3; i++) {
      told =
          world.delivered(failThrice(release(told.get(0)), FailureCode.TEMPORARY_CHANNEL_FAILURE));
      assertThat(told).hasSize(2);
      PaymentState state = world.status();
      assertThat(state).isInstanceOf(WaitRelease.class);
      world.restart();
      assertThat(world.status()).isEqualTo(state);
    }
    List<Effect> end = failThrice(release(told.get(0)), FailureCode.TEMPORARY_CHANNEL_FAILURE);
    assertThat(notices(end))
        .containsExactly(new Notice.PaymentFailed(ID, "the payment failed on its way"));
    assertThat(world.delivered(end)).isEmpty();
  }

  @Test
  void waysThatFailForGoodEndThePayment() {
    List<Effect> end =
        failThrice(release(announce().get(0)), FailureCode.PERMANENT_CHANNEL_FAILURE);
    assertThat(notices(end))
        .containsExactly(new Notice.PaymentFailed(ID, "the payment failed on its way"));
  }

  /** As long as a part may still arrive there is no other attempt, and no question. */
  @Test
  void ofManyPartsAllMustBeBack() {
    world.answerers.htlcMaximumMsat = PayerWorld.AMOUNT / 2 + Answerers.BASE_FEE;
    List<PayerWorld.Delivered> told = announce();
    List<OutgoingHtlc> parts = offers(world.on(world.answer(told.get(0).replyPath(), RELEASE)));
    assertThat(parts).hasSize(2);
    assertThat(world.delivered(miss(parts.get(0), 0))).isEmpty();
    assertThat(world.status()).isInstanceOf(InFlight.class);
    assertThat(world.after(Duration.ofHours(1))).isEmpty();
    assertThat(world.on(new Event.PeerUsable(world.lspId()))).isEmpty();
    List<PayerWorld.Delivered> again = world.delivered(miss(parts.get(1), 1));
    assertThat(again).hasSize(2);
    List<OutgoingHtlc> second = offers(world.on(world.answer(again.get(0).replyPath(), RELEASE)));
    assertThat(second).hasSize(2);
    assertThat(second).doesNotContainAnyElementsOf(parts);
  }

  @Test
  void mayBeCancelledAfterAMiss() {
    List<PayerWorld.Delivered> told = world.delivered(miss(release(announce().get(0)), 0));
    assertThat(notices(world.cancel())).containsExactly(new Notice.PaymentFailed(ID, "cancelled"));
    assertThat(world.on(world.answer(told.get(0).replyPath(), RELEASE))).isEmpty();
  }

  @Test
  void mayBeCancelledWhileItWaits() {
    BlindedPath path = announce().get(0).replyPath();
    assertThat(notices(world.cancel())).containsExactly(new Notice.PaymentFailed(ID, "cancelled"));
    assertThat(world.on(world.answer(path, RELEASE))).isEmpty();
  }
}
