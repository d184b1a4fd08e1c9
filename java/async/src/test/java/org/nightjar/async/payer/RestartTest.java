package org.nightjar.async.payer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nightjar.async.payer.PayerWorld.only;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nightjar.async.Effect;
import org.nightjar.async.Event;
import org.nightjar.async.OutgoingHtlc;
import org.nightjar.async.Reaction;
import org.nightjar.async.store.StoreException;

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

  @Test
  void whatIsOverStaysOver() {
    assertThat(PaymentStates.settling().restart()).isEmpty();
    assertThat(PaymentStates.succeeded().restart()).isEmpty();
    assertThat(PaymentStates.failed().restart()).isEmpty();
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
