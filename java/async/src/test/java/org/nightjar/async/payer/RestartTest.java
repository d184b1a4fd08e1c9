package org.nightjar.async.payer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nightjar.async.payer.PayerWorld.only;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nightjar.async.Effect;
import org.nightjar.async.Event;
import org.nightjar.async.Frozen;
import org.nightjar.async.HtlcFailure;
import org.nightjar.async.OutgoingHtlc;
import org.nightjar.async.Reaction;
import org.nightjar.async.store.Due;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Write;

/** A new process finds everything in the store, and sends again what may have been lost. */
class RestartTest {
  private static long messages(List<Effect> effects) {
    return only(Effect.SendMessage.class, effects).size();
  }

  @Test
  void noStateIsLostOrChanged() {
    for (Map.Entry<String, PayerWorld> entry : PaymentStates.all().entrySet()) {
      PayerWorld world = entry.getValue();
      PaymentState state = world.status();
      world.restart();
      assertThat(world.status()).as(entry.getKey()).isEqualTo(state);
    }
  }

  @Test
  void asksAgain() {
    assertThat(messages(PaymentStates.awaitInvoice().restart())).isEqualTo(2);
    assertThat(PaymentStates.awaitOrdinary().restart()).isEmpty();
  }

  @Test
  void tellsTheRecipientAgain() {
    assertThat(messages(PaymentStates.waitRelease().restart())).isEqualTo(1);
    List<Effect> dormant = PaymentStates.dormant().restart();
    assertThat(messages(dormant)).isEqualTo(1);
    assertThat(only(Effect.SendPeerMessage.class, dormant)).hasSize(2);
    assertThat(PayerWorld.offers(dormant)).isEmpty();
  }

  /** The channel may know the HTLC or not: it is the same one, to the byte. */
  @Test
  void offersTheSameHtlcAgain() {
    for (PayerWorld world :
        List.of(PaymentStates.adding(), PaymentStates.inFlight(), PaymentStates.ordinary())) {
      PartStatus.Live live = world.live(0);
      List<OutgoingHtlc> offered = PayerWorld.offers(world.restart());
      assertThat(offered).hasSize(1);
      assertThat(offered.get(0).attempt()).isEqualTo(world.attempt(0, 0));
      assertThat(offered.get(0).onion()).isEqualTo(live.onion().packet());
      assertThat(offered.get(0).amountMsat()).isEqualTo(live.amountMsat());
      assertThat(offered.get(0).hold()).isEqualTo(live.hold());
      assertThat(PayerWorld.offers(world.restart())).isEqualTo(offered);
    }
  }

  /** The channel may have refused it meanwhile, and be able to add it now: two would be live. */
  @Test
  void offersNothingAgainJustBecauseAPeerCameBack() {
    PayerWorld world = PaymentStates.adding();
    assertThat(world.on(new Event.PeerUsable(world.lspId()))).isEmpty();
  }

  @Test
  void aPartThatWaitsIsTriedWhenItsTimeHasCome() {
    PayerWorld world = PaymentStates.addingWaiting();
    assertThat(world.restart()).isEmpty();
    world.now = world.now.plusSeconds(1);
    assertThat(PayerWorld.offers(world.restart())).hasSize(1);
  }

  /** The channel may never have been told to forget the outcome. */
  @Test
  void whatIsOverStaysOver() {
    assertThat(PaymentStates.settling().restart()).isEmpty();
    for (PayerWorld world : List.of(PaymentStates.succeeded(), PaymentStates.failed())) {
      PaymentState state = world.status();
      Effect forget = new Effect.ForgetOutcome(world.attempt(0, 0));
      assertThat(world.restart()).containsExactly(forget);
      assertThat(world.restart()).containsExactly(forget);
      assertThat(world.on(new Event.Tick())).isEmpty();
      assertThat(world.status()).isEqualTo(state);
      assertThat(world.restart()).isEmpty();
      assertThat(world.status()).isEqualTo(state);
      assertThat(world.pay(world.answerers.offer(), PayerMode.HOLD_AT_LSP)).isEmpty();
    }
  }

  private static int records(PayerWorld world, Kind kind) throws StoreException {
    return world.payer.environment.store().scan(kind, null, 1_000).size();
  }

  @Test
  void aStartReadsNothingThatIsOver() throws StoreException {
    PayerWorld world = PaymentStates.succeeded();
    assertThat(records(world, Kind.PAYMENT)).isEqualTo(1);
    world.on(new Event.Tick());
    assertThat(records(world, Kind.PAYMENT)).isZero();
    assertThat(records(world, Kind.ENDED_PAYMENT)).isEqualTo(1);
    world.on(new Event.Tick());
    assertThat(records(world, Kind.ENDED_PAYMENT)).isEqualTo(1);
  }

  /** Programs of before left them among the others. */
  @Test
  void whatIsOverForLongIsPutApart() throws Exception {
    PayerWorld world = new PayerWorld();
    byte[] old = Frozen.load(PaymentCodecTest.class, "payments.txt").get("succeeded");
    for (int i = 0; i < 120; i++) {
      Key key = Key.of(Kind.PAYMENT, PayerWorld.id(i).toBytes());
      world.payer.environment.store().write(List.of(List.of(new Write.Put(key, 0, old, Due.NONE))));
    }
    assertThat(only(Effect.ForgetOutcome.class, world.restart())).hasSize(120);
    world.on(new Event.Tick());
    world.on(new Event.Tick());
    assertThat(records(world, Kind.PAYMENT)).isZero();
    assertThat(records(world, Kind.ENDED_PAYMENT)).isEqualTo(120);
    assertThat(world.status()).isInstanceOf(Succeeded.class);
    assertThat(world.restart()).isEmpty();
  }

  /** What its channel may not know yet would be too late now: it is given up, and made anew. */
  @Test
  void anHtlcThatWouldArriveTooLateIsWithdrawn() {
    for (PayerWorld world : List.of(PaymentStates.adding(), PaymentStates.inFlight())) {
      PartStatus.Live live = world.live(0);
      long last = live.cltvExpiry() - world.policy.marginBlocks();
      assertThat(PayerWorld.offers(world.restart(last - 1))).hasSize(1);
      List<Effect> late = world.restart(last);
      Effect.WithdrawHtlc withdraw = new Effect.WithdrawHtlc(world.attempt(0, 0), live.channel());
      assertThat(late).containsExactly(withdraw);
      assertThat(world.live(0)).isEqualTo(live);
      world.on(
          new Event.HtlcFailed(
              world.attempt(0, 0), new HtlcFailure.Local(HtlcFailure.Cause.TOO_LATE)));
      List<OutgoingHtlc> offered = PayerWorld.offers(world.after(Duration.ofSeconds(1)));
      assertThat(offered).hasSize(1);
      assertThat(offered.get(0).attempt()).isEqualTo(world.attempt(0, 1));
      assertThat(offered.get(0).cltvExpiry()).isGreaterThan(live.cltvExpiry());
    }
  }

  /** A crash after the write and before its effects: the same as if only the effects were lost. */
  @Test
  void effectsThatWereLostAreMadeUpForByARestart() throws StoreException {
    PayerWorld world = PaymentStates.awaitOrdinary();
    world.now = world.now.plus(world.policy.grace());
    List<Effect> lost = world.payer.commit(world.role.on(new Event.Tick(), world.now));
    assertThat(PayerWorld.offers(world.restart())).isEqualTo(PayerWorld.offers(lost));
  }

  /** A crash before the write: the step is made anew, and what it would have sent never was. */
  @Test
  void aStepThatWasNotWrittenIsMadeAnew() {
    PayerWorld world = PaymentStates.awaitOrdinary();
    world.now = world.now.plus(world.policy.grace());
    assertThat(world.react(new Event.Tick())).hasSize(1);
    world.restart();
    assertThat(world.status()).isInstanceOf(AwaitOrdinary.class);
    assertThat(PayerWorld.offers(world.on(new Event.Tick()))).hasSize(1);
  }

  /** Two processes, or an event that was given twice before it was written: one of them wins. */
  @Test
  void ofTwoStepsFromOneStateOnlyOneIsWritten() throws StoreException {
    PayerWorld world = PaymentStates.awaitOrdinary();
    world.now = world.now.plus(world.policy.grace());
    List<Reaction> first = world.react(new Event.Tick());
    List<Reaction> second = world.react(new Event.Tick());
    assertThat(PayerWorld.offers(world.payer.commit(first))).hasSize(1);
    assertThat(world.payer.commit(second)).isEmpty();
    assertThat(world.on(new Event.Tick())).isEmpty();
  }

  @Test
  void manyPaymentsAreAllFound() throws StoreException {
    PayerWorld world = new PayerWorld();
    List<Effect> asked = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      asked.addAll(
          world.payer.commit(
              world.role.pay(
                  PayerWorld.id(i),
                  world.answerers.offer(),
                  PayerWorld.AMOUNT,
                  PayerMode.HOLD_AT_LSP,
                  world.now)));
    }
    assertThat(asked).hasSize(240);
    assertThat(world.restart()).hasSize(240);
  }
}
