package org.nightjar.async.payer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nightjar.async.payer.PayerWorld.AMOUNT;
import static org.nightjar.async.payer.PayerWorld.ID;
import static org.nightjar.async.payer.PayerWorld.notices;
import static org.nightjar.async.payer.PayerWorld.offers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nightjar.async.Effect;
import org.nightjar.async.Event;
import org.nightjar.async.HtlcFailure;
import org.nightjar.async.Notice;
import org.nightjar.async.OutgoingHtlc;
import org.nightjar.async.Preimage;
import org.nightjar.wire.Features;
import org.nightjar.wire.PaymentPayload;
import org.nightjar.wire.WireException;
import org.nightjar.wire.failure.FailureCode;

/** A payment in several HTLCs: one hash, one total, all or none. */
class MultiPartTest {
  private final PayerWorld world = new PayerWorld();

  private List<OutgoingHtlc> holdTwo() {
    world.answerers.htlcMaximumMsat = AMOUNT / 2 + Answerers.BASE_FEE;
    List<OutgoingHtlc> htlcs = world.hold();
    assertThat(htlcs).hasSize(2);
    return htlcs;
  }

  private Preimage preimage() {
    return ((Terms.Static) ((PaymentState.WithHtlcs) world.status()).terms()).preimage();
  }

  private List<Effect> fulfil(OutgoingHtlc htlc, Preimage preimage) {
    return world.on(new Event.HtlcFulfilled(htlc.attempt(), preimage, Optional.empty()));
  }

  private List<Effect> fail(OutgoingHtlc htlc, HtlcFailure failure) {
    return world.on(new Event.HtlcFailed(htlc.attempt(), failure));
  }

  @Test
  void partsHaveOneHashOnePreimageAndTheWholeTotal() throws WireException {
    List<OutgoingHtlc> htlcs = holdTwo();
    assertThat(htlcs.get(0).attempt()).isNotEqualTo(htlcs.get(1).attempt());
    assertThat(htlcs.get(0).paymentHash()).isEqualTo(htlcs.get(1).paymentHash());
    long sum = 0;
    for (OutgoingHtlc htlc : htlcs) {
      PaymentPayload last = PaymentPayload.decode(world.peelAll(htlc).get(4));
      assertThat(last.totalAmountMsat()).hasValue(AMOUNT);
      assertThat(last.exposeKeysendPreimage()).contains(preimage().toBytes());
      sum += last.amtToForward().orElseThrow();
    }
    assertThat(sum).isEqualTo(AMOUNT);
  }

  @Test
  void anOddAmountIsSplitWithoutLoss() throws WireException {
    world.answerers.htlcMaximumMsat = AMOUNT / 3 + Answerers.BASE_FEE + 1;
    List<OutgoingHtlc> htlcs = world.hold();
    assertThat(htlcs).hasSize(3);
    List<Long> amounts = new ArrayList<>();
    for (OutgoingHtlc htlc : htlcs) {
      PaymentPayload last = PaymentPayload.decode(world.peelAll(htlc).get(4));
      amounts.add(last.amtToForward().orElseThrow());
    }
    assertThat(amounts).containsExactly(16_666_667L, 16_666_667L, 16_666_666L);
  }

  @Test
  void theRecipientIsToldWhenAllIsHeld() {
    List<OutgoingHtlc> htlcs = holdTwo();
    List<Effect> first =
        world.on(
            new Event.ReleasePathReceived(
                htlcs.get(1).attempt(), PayerWorld.htlcId(1), world.releasePath(1)));
    assertThat(first).isEmpty();
    List<Effect> second =
        world.on(
            new Event.ReleasePathReceived(
                htlcs.get(0).attempt(), PayerWorld.htlcId(0), world.releasePath(0)));
    assertThat(world.delivered(second)).hasSize(2);
    assertThat(world.delivered(second).stream().map(PayerWorld.Delivered::replyPath).distinct())
        .hasSize(2);
    assertThat(notices(second)).containsExactly(new Notice.PaymentHeld(ID));
  }

  @Test
  void succeedsWhenAllPartsAreTaken() {
    List<OutgoingHtlc> htlcs = holdTwo();
    world.acknowledge(htlcs);
    Preimage preimage = preimage();
    assertThat(notices(fulfil(htlcs.get(1), preimage))).isEmpty();
    assertThat(world.status()).isInstanceOf(Settling.class);
    assertThat(fulfil(htlcs.get(1), preimage))
        .containsExactly(new Effect.ForgetOutcome(htlcs.get(1).attempt()));
    world.restart();
    long paid = htlcs.get(0).amountMsat() + htlcs.get(1).amountMsat();
    assertThat(notices(fulfil(htlcs.get(0), preimage)))
        .containsExactly(new Notice.PaymentSucceeded(ID, preimage, paid - AMOUNT));
  }

  /** Once the recipient took a part there is no other attempt: it would pay twice. */
  @Test
  void noAttemptAfterAPartWasTaken() {
    List<OutgoingHtlc> htlcs = holdTwo();
    world.acknowledge(htlcs);
    Preimage preimage = preimage();
    fulfil(htlcs.get(0), preimage);
    List<Effect> end = fail(htlcs.get(1), new HtlcFailure.Local(HtlcFailure.Cause.PEER_UNUSABLE));
    assertThat(notices(end)).hasSize(1).allMatch(Notice.PaymentSucceeded.class::isInstance);
    assertThat(world.after(Duration.ofDays(1))).isEmpty();
    assertThat(world.on(new Event.PeerUsable(world.lspId()))).isEmpty();
  }

  @Test
  void aPartThatFailedWaitsNoMoreWhenAnotherIsTaken() {
    List<OutgoingHtlc> htlcs = holdTwo();
    Preimage preimage = preimage();
    fail(htlcs.get(1), new HtlcFailure.Local(HtlcFailure.Cause.PEER_UNUSABLE));
    assertThat(notices(fulfil(htlcs.get(0), preimage))).hasSize(1);
    assertThat(world.status()).isInstanceOf(Succeeded.class);
    assertThat(world.after(Duration.ofMinutes(1))).isEmpty();
  }

  @Test
  void whenAPartIsGivenUpTheOthersAreAwaitedAndNotTriedAgain() {
    List<OutgoingHtlc> htlcs = holdTwo();
    world.acknowledge(htlcs);
    HtlcFailure end = RetryTest.failure(world.live(0).onion(), 0, FailureCode.EXPIRY_TOO_SOON);
    assertThat(notices(fail(htlcs.get(0), end))).isEmpty();
    assertThat(world.status()).isInstanceOf(Settling.class);
    assertThat(world.after(Duration.ofDays(1))).isEmpty();
    assertThat(world.restart()).isEmpty();
    HtlcFailure onItsWay =
        RetryTest.failure(world.live(1).onion(), 1, FailureCode.TEMPORARY_CHANNEL_FAILURE);
    assertThat(notices(fail(htlcs.get(1), onItsWay)))
        .containsExactly(new Notice.PaymentFailed(ID, "the holding node gave the payment up"));
  }

  @Test
  void aPartIsTriedAgainAlone() {
    List<OutgoingHtlc> htlcs = holdTwo();
    world.acknowledge(htlcs);
    fail(
        htlcs.get(1),
        RetryTest.failure(world.live(1).onion(), 1, FailureCode.TEMPORARY_CHANNEL_FAILURE));
    assertThat(world.status()).isInstanceOf(Adding.class);
    List<OutgoingHtlc> again = offers(world.after(Duration.ofSeconds(1)));
    assertThat(again).hasSize(1);
    assertThat(again.get(0).amountMsat()).isEqualTo(htlcs.get(1).amountMsat());
    assertThat(again.get(0).attempt()).isEqualTo(world.attempt(1, 1));
  }

  @Test
  void aPartTooLargeForItsChannelIsHalved() {
    OutgoingHtlc whole = world.hold().get(0);
    fail(whole, new HtlcFailure.Local(HtlcFailure.Cause.NO_CAPACITY));
    List<OutgoingHtlc> halves = offers(world.after(Duration.ofSeconds(1)));
    assertThat(halves).hasSize(2);
    fail(halves.get(1), new HtlcFailure.Local(HtlcFailure.Cause.NO_CAPACITY));
    List<OutgoingHtlc> quarters = offers(world.after(Duration.ofMinutes(1)));
    assertThat(quarters).hasSize(2);
    List<Part> parts = ((Adding) world.status()).parts();
    assertThat(parts.stream().map(Part::amountMsat))
        .containsExactly(AMOUNT / 2, AMOUNT / 4, AMOUNT / 4);
    assertThat(parts.stream().map(Part::number)).containsExactly(0, 1, 2);
  }

  @Test
  void aRecipientThatTakesNoPartsGetsNone() {
    world.answerers.features = Features.NONE;
    world.answerers.htlcMaximumMsat = AMOUNT;
    world.takeStatic(PayerMode.HOLD_AT_LSP);
    assertThat(notices(world.after(world.policy.grace())))
        .containsExactly(
            new Notice.PaymentFailed(ID, "the amount is above what the invoice's paths take"));
    PayerWorld other = new PayerWorld();
    other.answerers.features = Features.NONE;
    OutgoingHtlc whole = other.hold().get(0);
    other.on(
        new Event.HtlcFailed(
            whole.attempt(), new HtlcFailure.Local(HtlcFailure.Cause.NO_CAPACITY)));
    assertThat(offers(other.after(Duration.ofSeconds(1)))).hasSize(1);
  }

  @Test
  void aRecipientThatWantsPartsGetsThem() {
    world.answerers.features = Features.ofBits(16);
    world.answerers.paths = 2;
    assertThat(world.hold()).hasSize(2);
  }

  @Test
  void asManyPartsAsTheRoutesNeed() {
    world.routes.capacityMsat = AMOUNT / 4 + Answerers.BASE_FEE;
    assertThat(world.hold()).hasSize(4);
  }

  @Test
  void noPartIsOfferedWhenNotAllCanBe() {
    world.routes.capacityMsat = AMOUNT / 9;
    assertThat(world.hold()).isEmpty();
    assertThat(world.status()).isInstanceOf(Adding.class);
    world.routes.capacityMsat = AMOUNT;
    assertThat(offers(world.after(Duration.ofSeconds(10)))).hasSize(2);
  }
}
