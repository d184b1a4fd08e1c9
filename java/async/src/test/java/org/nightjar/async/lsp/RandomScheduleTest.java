package org.nightjar.async.lsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nightjar.async.lsp.Lsp.ALICE;
import static org.nightjar.async.lsp.Lsp.CAROL;
import static org.nightjar.async.lsp.Lsp.HASH;
import static org.nightjar.async.lsp.Lsp.HEIGHT;
import static org.nightjar.async.lsp.Lsp.OUT_CLTV;
import static org.nightjar.async.lsp.Lsp.OUT_MSAT;
import static org.nightjar.async.lsp.Lsp.PREIMAGE;
import static org.nightjar.async.lsp.Lsp.committed;
import static org.nightjar.async.lsp.Lsp.id;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.nightjar.OnionPacket;
import org.nightjar.async.AttemptId;
import org.nightjar.async.Effect;
import org.nightjar.async.Event;
import org.nightjar.async.HtlcFailure;
import org.nightjar.async.HtlcId;
import org.nightjar.async.IncomingHtlc;
import org.nightjar.async.OutgoingHtlc;
import org.nightjar.async.Reaction;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.Outcome;
import org.nightjar.async.store.StoreException;
import org.nightjar.wire.delegation.OnionBookPut;

/**
 * Events in any order, twice, with crashes before and after each write, against a model of the
 * channels: one attempt alive at the most, no failure beside an attempt, a preimage only from one,
 * and everything ends.
 */
class RandomScheduleTest {
  private static final int HTLCS = 4;
  private static final int STEPS = 400;

  private final Lsp lsp = new Lsp();
  private final List<IncomingHtlc> incoming = new ArrayList<>();
  private final List<OnionBookPut> books = new ArrayList<>();
  private final Map<AttemptId, HtlcId> attempts = new HashMap<>();
  private final Map<AttemptId, OutgoingHtlc> offers = new HashMap<>();
  private final Map<AttemptId, Event> outcomes = new HashMap<>();
  private final Map<HtlcId, Effect> resolved = new HashMap<>();
  private Random random = new Random();

  RandomScheduleTest() throws StoreException {}

  @RepeatedTest(12)
  void everythingEndsAsItMay() throws StoreException {
    long seed = Long.getLong("nightjar.seed", System.nanoTime());
    System.out.println("RandomScheduleTest: -Dnightjar.seed=" + seed);
    random = new Random(seed);
    for (int i = 0; i < HTLCS; i++) {
      boolean hold = random.nextInt(4) > 0;
      OnionPacket next;
      if (random.nextBoolean()) {
        incoming.add(trampoline("first " + i).htlc(i, hold));
        next = trampoline("next " + i).outer().packet();
      } else {
        incoming.add(lsp.htlc(i, lsp.onion("first " + i, Lsp.forLsp().build()), hold));
        next = lsp.onion("next " + i, Lsp.forLsp().build()).packet();
      }
      OnionBookPut.Entry entry =
          new OnionBookPut.Entry(1, next, OUT_MSAT, OUT_CLTV, Optional.empty());
      books.add(OnionBookPut.create(id(i).encode(), HASH.toBytes(), List.of(entry)));
    }
    for (int i = 0; i < STEPS; i++) {
      give(anyEvent());
    }
    finish();
    assertThat(resolved).hasSize(HTLCS);
  }

  private TrampolineOnions trampoline(String session) {
    return TrampolineOnions.of(lsp, session, TrampolineOnions.forLsp());
  }

  private Event anyEvent() {
    int htlc = random.nextInt(HTLCS);
    return switch (random.nextInt(10)) {
      case 0 -> committed(incoming.get(htlc));
      case 1 -> lsp.release(id(htlc));
      case 2 -> {
        lsp.now = lsp.now.plusSeconds(random.nextInt(60) - 5L);
        yield new Event.Tick();
      }
      case 3 -> {
        lsp.height += random.nextInt(10) == 0 ? random.nextInt(60) : random.nextInt(5) - 3;
        yield new Event.BlockConnected(lsp.height);
      }
      case 4 -> new Event.PeerGone(CAROL);
      case 5, 6 -> new Event.PeerUsable(CAROL);
      case 7 -> new Event.PeerMessageArrived(ALICE, OnionBookPut.TYPE, books.get(htlc).encode());
      default -> anyOutcome();
    };
  }

  /** Of an attempt: a new one, or one that was told before and is not forgotten. */
  private Event anyOutcome() {
    List<AttemptId> all = List.copyOf(attempts.keySet());
    if (all.isEmpty()) {
      return new Event.Tick();
    }
    AttemptId attempt = all.get(random.nextInt(all.size()));
    return outcomes.computeIfAbsent(attempt, this::newOutcome);
  }

  private Event newOutcome(AttemptId attempt) {
    return switch (random.nextInt(4)) {
      case 0 -> new Event.HtlcFulfilled(attempt, PREIMAGE, Optional.empty());
      case 1 ->
          new Event.HtlcFailed(attempt, new HtlcFailure.Local(HtlcFailure.Cause.PEER_UNUSABLE));
      case 2 -> new Event.HtlcFailed(attempt, new HtlcFailure.Malformed(0xc018, new byte[32]));
      default ->
          new Event.HtlcFailed(attempt, new HtlcFailure.Local(HtlcFailure.Cause.NO_CAPACITY));
    };
  }

  /** Gives an event, and crashes at times. */
  private void give(Event event) throws StoreException {
    for (Reaction reaction : lsp.role.on(event, lsp.now)) {
      int fate = random.nextInt(20);
      if (fate == 0) {
        crash();
        return;
      }
      Outcome outcome = lsp.node.environment.store().write(List.of(reaction.writes())).get(0);
      if (fate == 1 || outcome instanceof Outcome.Conflict) {
        crash();
        return;
      }
      reaction.effects().forEach(this::check);
    }
  }

  /** Another process; channels tell again what is not resolved. */
  private void crash() throws StoreException {
    lsp.role = new ForwardingNode(lsp.node.environment, lsp.policy);
    List<Event> again = new ArrayList<>();
    again.add(new Event.Started(lsp.height));
    again.add(new Event.PeerUsable(ALICE));
    again.add(new Event.PeerUsable(CAROL));
    again.addAll(outcomes.values());
    for (Event event : again) {
      for (Reaction reaction : lsp.role.on(event, lsp.now)) {
        Outcome outcome = lsp.node.environment.store().write(List.of(reaction.writes())).get(0);
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        reaction.effects().forEach(this::check);
      }
    }
  }

  private boolean isAlive(AttemptId attempt, HtlcId htlc) {
    return attempts.get(attempt).equals(htlc) && !outcomes.containsKey(attempt);
  }

  private void check(Effect effect) {
    if (effect instanceof Effect.OfferHtlc offer) {
      offered(offer);
    } else if (effect instanceof Effect.WithdrawHtlc withdraw) {
      withdrawn(withdraw.attempt());
    } else if (effect instanceof Effect.FailHtlc fail) {
      assertThat(attempts.keySet()).noneMatch(attempt -> isAlive(attempt, fail.htlc()));
      assertThat(outcomes.entrySet())
          .noneMatch(
              outcome ->
                  outcome.getValue() instanceof Event.HtlcFulfilled
                      && attempts.get(outcome.getKey()).equals(fail.htlc()));
      assertThat(resolved.getOrDefault(fail.htlc(), fail)).isInstanceOf(Effect.FailHtlc.class);
      resolved.put(fail.htlc(), fail);
    } else if (effect instanceof Effect.FulfilHtlc fulfil) {
      assertThat(fulfil.preimage()).isEqualTo(PREIMAGE);
      assertThat(outcomes.entrySet())
          .anyMatch(
              outcome ->
                  outcome.getValue() instanceof Event.HtlcFulfilled
                      && attempts.get(outcome.getKey()).equals(fulfil.htlc()));
      assertThat(resolved.getOrDefault(fulfil.htlc(), fulfil))
          .isInstanceOf(Effect.FulfilHtlc.class);
      resolved.put(fulfil.htlc(), fulfil);
    }
  }

  private void offered(Effect.OfferHtlc offer) {
    AttemptId attempt = offer.htlc().attempt();
    OutgoingHtlc before = offers.putIfAbsent(attempt, offer.htlc());
    if (before != null) {
      assertThat(offer.htlc()).isEqualTo(before);
      return;
    }
    HtlcId htlc = htlcOf(attempt);
    assertThat(resolved).doesNotContainKey(htlc);
    assertThat(attempts.keySet()).noneMatch(other -> isAlive(other, htlc));
    attempts.put(attempt, htlc);
  }

  /** One that was offered before stays; another fails. */
  private void withdrawn(AttemptId attempt) {
    if (attempts.putIfAbsent(attempt, htlcOf(attempt)) == null) {
      HtlcFailure late = new HtlcFailure.Local(HtlcFailure.Cause.TOO_LATE);
      outcomes.put(attempt, new Event.HtlcFailed(attempt, late));
    }
  }

  private HtlcId htlcOf(AttemptId attempt) {
    for (int i = 0; i < HTLCS; i++) {
      for (int number = 0; number < STEPS; number++) {
        if (lsp.attempt(id(i), number).equals(attempt)) {
          return id(i);
        }
      }
    }
    throw new AssertionError("an attempt of no HTLC");
  }

  /** The network heals, and time passes. */
  private void finish() throws StoreException {
    for (IncomingHtlc htlc : incoming) {
      quietly(committed(htlc));
    }
    quietly(new Event.PeerUsable(CAROL));
    for (int i = 0; i < 5; i++) {
      for (AttemptId attempt : List.copyOf(attempts.keySet())) {
        quietly(outcomes.computeIfAbsent(attempt, this::newOutcome));
      }
      lsp.now = lsp.now.plus(Duration.ofMinutes(11));
      quietly(new Event.Tick());
      lsp.height = Math.max(lsp.height, HEIGHT) + 144;
      quietly(new Event.BlockConnected(lsp.height));
    }
    assertThat(lsp.node.environment.store().scan(Kind.DELEGATION, null, 10)).isEmpty();
  }

  private void quietly(Event event) throws StoreException {
    lsp.give(event).forEach(this::check);
  }
}
