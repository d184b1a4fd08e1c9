package org.nightjar.sim.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.nightjar.async.AttemptId;
import org.nightjar.async.Event;
import org.nightjar.async.HtlcFailure;
import org.nightjar.async.IncomingHtlc;
import org.nightjar.async.store.StoreException;
import org.nightjar.sim.Seeds;

class ChannelEndTest {
  private final ChannelPair pair = new ChannelPair();

  private void connected() throws StoreException {
    pair.connect();
    pair.settle();
  }

  private IncomingHtlc committed(ChannelPair.End end) {
    return end.told(Event.HtlcCommitted.class).get(0).htlc();
  }

  @Test
  void fulfilMovesTheMoney() throws StoreException {
    connected();
    pair.offer(pair.one, ChannelPair.htlc(1, 1_000, false));
    pair.settle();
    IncomingHtlc htlc = committed(pair.other);
    assertThat(htlc.amountMsat()).isEqualTo(1_000);
    pair.remove(pair.other, htlc.id().id(), ChannelPair.fulfil(1));
    pair.settle();
    assertThat(pair.one.told(Event.HtlcFulfilled.class)).hasSize(1);
    assertThat(pair.other.told(Event.HtlcRemoved.class)).hasSize(1);
    assertThat(pair.one.end.state().localMsat()).isEqualTo(ChannelPair.HALF - 1_000);
    pair.checkIdle();
  }

  @Test
  void failGivesItBack() throws StoreException {
    connected();
    pair.offer(pair.one, ChannelPair.htlc(1, 1_000, false));
    pair.settle();
    pair.remove(pair.other, committed(pair.other).id().id(), new Removal.Fail(ChannelPair.FAILURE));
    pair.settle();
    assertThat(pair.one.told(Event.HtlcFailed.class))
        .containsExactly(new Event.HtlcFailed(ChannelPair.attempt(1), ChannelPair.FAILURE));
    assertThat(pair.one.end.state().localMsat()).isEqualTo(ChannelPair.HALF);
    pair.checkIdle();
  }

  @Test
  void aFailureIsToldOnlyWhenItIsIrrevocable() throws StoreException {
    connected();
    pair.offer(pair.one, ChannelPair.htlc(1, 1_000, false));
    pair.settle();
    pair.remove(pair.other, committed(pair.other).id().id(), new Removal.Fail(ChannelPair.FAILURE));
    while (pair.one.told(Event.HtlcFailed.class).isEmpty()) {
      assertThat(pair.one.end.state().offered()).isNotEmpty();
      assertThat(pair.deliver(pair.other) | pair.deliver(pair.one)).isTrue();
    }
    assertThat(pair.one.end.state().offered()).isEmpty();
  }

  @Test
  void aReleasePathComesForWhatIsHeldOnly() throws StoreException {
    connected();
    pair.offer(pair.one, ChannelPair.htlc(1, 1_000, false));
    pair.offer(pair.one, ChannelPair.htlc(2, 1_000, true));
    pair.settle();
    List<Event.ReleasePathReceived> paths = pair.one.told(Event.ReleasePathReceived.class);
    assertThat(paths).hasSize(1);
    assertThat(paths.get(0).attempt()).isEqualTo(ChannelPair.attempt(2));
    assertThat(paths.get(0).htlc())
        .isEqualTo(pair.other.told(Event.HtlcCommitted.class).get(1).htlc().id());
  }

  @Test
  void anAttemptIsAddedOnceAndItsNewsToldAgain() throws StoreException {
    connected();
    pair.offer(pair.one, ChannelPair.htlc(1, 1_000, true));
    pair.settle();
    pair.offer(pair.one, ChannelPair.htlc(1, 1_000, true));
    pair.settle();
    assertThat(pair.one.end.state().offered()).hasSize(1);
    assertThat(pair.one.told(Event.ReleasePathReceived.class)).hasSize(2);
    pair.remove(pair.other, committed(pair.other).id().id(), ChannelPair.fulfil(1));
    pair.settle();
    pair.offer(pair.one, ChannelPair.htlc(1, 1_000, true));
    pair.one.restart();
    assertThat(pair.one.told(Event.HtlcFulfilled.class)).hasSize(3);
    pair.one.end.forget(ChannelPair.attempt(1));
    pair.one.restart();
    assertThat(pair.one.told(Event.HtlcFulfilled.class)).hasSize(3);
  }

  @Test
  void whatCannotBeAddedFailsAtOnce() throws StoreException {
    pair.offer(pair.one, ChannelPair.htlc(1, 1_000, false));
    connected();
    pair.offer(pair.one, ChannelPair.htlc(2, ChannelPair.HALF + 1, false));
    assertThat(pair.one.told(Event.HtlcFailed.class))
        .extracting(Event.HtlcFailed::failure)
        .containsExactly(
            new HtlcFailure.Local(HtlcFailure.Cause.PEER_UNUSABLE),
            new HtlcFailure.Local(HtlcFailure.Cause.NO_CAPACITY));
    pair.checkIdle();
  }

  @Test
  void whatIsWithdrawnIsNotAddedButWhatWasAddedStays() throws StoreException {
    connected();
    pair.one.end.withdraw(ChannelPair.attempt(1));
    assertThat(pair.one.told(Event.HtlcFailed.class))
        .containsExactly(
            new Event.HtlcFailed(
                ChannelPair.attempt(1), new HtlcFailure.Local(HtlcFailure.Cause.TOO_LATE)));
    pair.offer(pair.one, ChannelPair.htlc(2, 1_000, false));
    pair.settle();
    pair.one.end.withdraw(ChannelPair.attempt(2));
    pair.remove(pair.other, committed(pair.other).id().id(), ChannelPair.fulfil(2));
    pair.settle();
    pair.one.end.withdraw(ChannelPair.attempt(2));
    assertThat(pair.one.told(Event.HtlcFailed.class)).hasSize(1);
    assertThat(pair.one.told(Event.HtlcFulfilled.class)).hasSize(2);
  }

  @Test
  void aWrongPreimageIsAnError() throws StoreException {
    connected();
    pair.offer(pair.one, ChannelPair.htlc(1, 1_000, false));
    pair.settle();
    long id = committed(pair.other).id().id();
    assertThatThrownBy(() -> pair.remove(pair.other, id, ChannelPair.fulfil(2)))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void whatIsNotDurableIsNotPromised() throws StoreException {
    connected();
    pair.one.failsToPersist = true;
    assertThatThrownBy(() -> pair.offer(pair.one, ChannelPair.htlc(1, 1_000, false)))
        .isInstanceOf(StoreException.class);
    pair.one.failsToPersist = false;
    pair.one.restart();
    pair.reconnect();
    pair.settle();
    pair.checkIdle();
    assertThat(pair.other.told(Event.HtlcCommitted.class)).isEmpty();
  }

  /** One whole payment, with a crash at each place where there can be one. */
  @Test
  void survivesACrashAnywhere() throws StoreException {
    ChannelPair calm = new ChannelPair();
    payWithCrashes(calm);
    assertThat(calm.crashPoints).isGreaterThan(20);
    for (int crash = 0; crash < calm.crashPoints; crash++) {
      int where = crash;
      ChannelPair crashing = new ChannelPair();
      crashing.crashes = count -> count == where;
      payWithCrashes(crashing);
    }
  }

  private static void payWithCrashes(ChannelPair pair) throws StoreException {
    try {
      pair.connect();
    } catch (ChannelPair.TestCrash e) {
      pair.one.restart();
      pair.other.restart();
      pair.reconnect();
    }
    pair.settle();
    Runnable check = pair::checkSums;
    for (int tries = 0; pair.other.told(Event.HtlcCommitted.class).isEmpty(); tries++) {
      assertThat(tries).isLessThan(3);
      pair.offer(pair.one, ChannelPair.htlc(1, 1_000, true));
      pair.settle();
      check.run();
    }
    assertThat(pair.one.end.state().offered()).hasSize(1);
    pair.offer(pair.one, ChannelPair.htlc(1, 1_000, true));
    assertThat(pair.one.told(Event.ReleasePathReceived.class)).isNotEmpty();
    long id = pair.other.told(Event.HtlcCommitted.class).get(0).htlc().id().id();
    for (int tries = 0; pair.one.told(Event.HtlcFulfilled.class).isEmpty(); tries++) {
      assertThat(tries).isLessThan(3);
      pair.remove(pair.other, id, ChannelPair.fulfil(1));
      pair.settle();
      check.run();
    }
    pair.remove(pair.other, id, ChannelPair.fulfil(1));
    pair.settle();
    pair.checkIdle();
    assertThat(pair.one.end.state().localMsat()).isEqualTo(ChannelPair.HALF - 1_000);
  }

  /** Payments both ways at once, with crashes and breaks of the connection at random. */
  @Test
  void survivesManyCrashesInAnyOrder() throws StoreException {
    long first = Seeds.first("ChannelEndTest");
    for (long seed = first; seed < first + 300; seed++) {
      try {
        new RandomRun(seed).run();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("-Dnightjar.seed=" + seed, e);
      }
    }
  }

  /** Wherever it stood, what one end publishes is the truth for both. */
  @Test
  void aCloseLeavesBothEndsWithOneTruth() throws StoreException {
    long first = Seeds.first("ChannelEndTest close");
    for (long seed = first; seed < first + 1_000; seed++) {
      try {
        new RandomRun(seed).runAndClose();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("-Dnightjar.seed=" + seed, e);
      }
    }
  }

  private static final class RandomRun {
    private final ChannelPair pair = new ChannelPair();
    private final SplittableRandom random;
    private final Map<Integer, Long> offeredByOne = new HashMap<>();
    private final Map<Integer, Long> offeredByOther = new HashMap<>();
    private int next = 1;

    RandomRun(long seed) {
      random = new SplittableRandom(seed);
      pair.crashes = count -> random.nextInt(25) == 0;
    }

    private void steps(int number) throws StoreException {
      pair.crashes = count -> false;
      pair.connect();
      pair.crashes = count -> random.nextInt(25) == 0;
      for (int i = 0; i < number; i++) {
        step();
        pair.checkSums();
      }
      pair.crashes = count -> false;
    }

    void runAndClose() throws StoreException {
      steps(random.nextInt(200));
      ChannelPair.End publisher = random.nextBoolean() ? pair.one : pair.other;
      ChannelPair.End peer = publisher == pair.one ? pair.other : pair.one;
      Outputs outputs = publisher.end.outputs();
      publisher.end.close(outputs);
      peer.end.close(outputs.ofPeer());
      pair.checkSums();
      resolve(pair.one);
      resolve(pair.other);
      resolveOnChain(pair.one, pair.other);
      resolveOnChain(pair.other, pair.one);
      pair.checkIdle();
    }

    private static void resolveOnChain(ChannelPair.End adder, ChannelPair.End remover) {
      for (Htlc htlc : List.copyOf(adder.end.state().offered())) {
        Optional<Witness> claim = Optional.ofNullable(remover.claims.get(htlc.id()));
        remover.end.resolveReceived(htlc.id(), claim);
        adder.end.resolveOffered(htlc.id(), claim);
      }
      Set<AttemptId> fulfilled = new HashSet<>();
      adder.told(Event.HtlcFulfilled.class).forEach(event -> fulfilled.add(event.attempt()));
      assertThat(adder.told(Event.HtlcFailed.class))
          .noneMatch(failed -> fulfilled.contains(failed.attempt()));
    }

    void run() throws StoreException {
      steps(400);
      for (int i = 0; i < 10; i++) {
        pair.reconnect();
        pair.settle();
        resolve(pair.one);
        resolve(pair.other);
        pair.settle();
      }
      pair.checkIdle();
      checkOutcomes(pair.one, pair.other, offeredByOne);
      checkOutcomes(pair.other, pair.one, offeredByOther);
    }

    private void step() throws StoreException {
      ChannelPair.End end = random.nextBoolean() ? pair.one : pair.other;
      switch (random.nextInt(12)) {
        case 0, 1 -> {
          long amount = 1 + random.nextInt(50_000);
          (end == pair.one ? offeredByOne : offeredByOther).put(next, amount);
          pair.offer(end, ChannelPair.htlc(next++, amount, random.nextBoolean()));
        }
        case 2 -> resolve(end);
        case 3 -> {
          if (random.nextInt(10) == 0) {
            pair.reconnect();
          }
        }
        default -> pair.deliver(end);
      }
    }

    /** Even numbers are fulfilled, odd ones failed: the same after each restart. */
    private void resolve(ChannelPair.End end) throws StoreException {
      Map<Integer, Long> offered = end == pair.one ? offeredByOther : offeredByOne;
      for (Htlc htlc : List.copyOf(end.end.state().received())) {
        if (htlc.stage() == Stage.LIVE) {
          int number =
              offered.keySet().stream()
                  .filter(n -> htlc.isLockedTo(ChannelPair.htlc(n, 1, false).paymentHash()))
                  .findFirst()
                  .orElseThrow();
          pair.remove(
              end,
              htlc.id(),
              number % 2 == 0 ? ChannelPair.fulfil(number) : new Removal.Fail(ChannelPair.FAILURE));
        }
      }
    }

    private static void checkOutcomes(
        ChannelPair.End payer, ChannelPair.End payee, Map<Integer, Long> offered) {
      Set<AttemptId> fulfilled = new HashSet<>();
      payer.told(Event.HtlcFulfilled.class).forEach(event -> fulfilled.add(event.attempt()));
      Set<AttemptId> failed = new HashSet<>();
      payer.told(Event.HtlcFailed.class).stream()
          .filter(event -> !(event.failure() instanceof HtlcFailure.Local))
          .forEach(event -> failed.add(event.attempt()));
      assertThat(Collections.disjoint(fulfilled, failed)).isTrue();
      Set<Object> committed = new HashSet<>();
      payee
          .told(Event.HtlcCommitted.class)
          .forEach(event -> committed.add(event.htlc().paymentHash()));
      for (int number : offered.keySet()) {
        boolean arrived = committed.contains(ChannelPair.htlc(number, 1, false).paymentHash());
        AttemptId attempt = ChannelPair.attempt(number);
        assertThat(fulfilled.contains(attempt)).isEqualTo(arrived && number % 2 == 0);
        assertThat(failed.contains(attempt)).isEqualTo(arrived && number % 2 == 1);
      }
    }
  }
}
