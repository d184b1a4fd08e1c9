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
import org.nightjar.async.Notice;
import org.nightjar.async.OutgoingHtlc;
import org.nightjar.async.PathContexts.Purpose;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.WireProfile;
import org.nightjar.wire.async.ReleaseHeldHtlc;

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
                new ReplyContext(NOW.plusSeconds(99), ID, Optional.empty()).encode());
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

  @Test
  void mayBeCancelledWhileItWaits() {
    BlindedPath path = announce().get(0).replyPath();
    assertThat(notices(world.cancel())).containsExactly(new Notice.PaymentFailed(ID, "cancelled"));
    assertThat(world.on(world.answer(path, RELEASE))).isEmpty();
  }
}
