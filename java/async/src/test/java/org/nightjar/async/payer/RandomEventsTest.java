package org.nightjar.async.payer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.nightjar.async.AttemptId;
import org.nightjar.async.Effect;
import org.nightjar.async.Event;
import org.nightjar.async.HtlcFailure;
import org.nightjar.async.Notice;
import org.nightjar.async.OutgoingHtlc;
import org.nightjar.wire.failure.FailureCode;

/**
 * A payer and channels that tell outcomes late, twice, and again after restarts, until they are
 * forgotten: whatever the order, no more than the amount and the fee limit is ever out, nothing is
 * offered once a part was taken, and the payer's end is the channels' end.
 */
class RandomEventsTest {
  private static final int RUNS = 60;
  private static final int STEPS = 60;

  @TestFactory
  Stream<DynamicTest> neverPaysTwice() {
    long seed = Long.getLong("nightjar.seed", System.nanoTime());
    System.out.println("RandomEventsTest: -Dnightjar.seed=" + seed);
    return IntStream.range(0, RUNS)
        .mapToObj(i -> DynamicTest.dynamicTest("run " + i, () -> new Run(seed + i).play()));
  }

  private static final class Run {
    private final Random random;
    private final PayerWorld world = new PayerWorld();
    private final Map<AttemptId, OutgoingHtlc> live = new LinkedHashMap<>();
    private final Map<AttemptId, Event> outcomes = new HashMap<>();
    private final List<Event> told = new ArrayList<>();
    private final List<Notice> ends = new ArrayList<>();
    private boolean taken;

    Run(long seed) {
      random = new Random(seed);
    }

    void play() {
      if (random.nextBoolean()) {
        world.answerers.htlcMaximumMsat =
            PayerWorld.AMOUNT / (1 + random.nextInt(3)) + Answerers.BASE_FEE + 1;
      }
      world.takeStatic(PayerMode.HOLD_AT_LSP);
      done(world.after(world.policy.grace()));
      for (int i = 0; i < STEPS; i++) {
        step();
        check();
      }
      finish();
    }

    private void step() {
      switch (random.nextInt(8)) {
        case 0 -> done(world.after(Duration.ofSeconds(1 + random.nextInt(100))));
        case 1 -> done(world.on(new Event.PeerUsable(world.lspId())));
        case 2 -> done(world.restart());
        case 3 -> live.keySet().stream().findAny().ifPresent(this::hold);
        case 4 -> any().ifPresent(this::fail);
        case 5 -> {
          if (random.nextInt(4) == 0) {
            any().ifPresent(this::fulfil);
          }
        }
        case 6 -> {
          if (!told.isEmpty()) {
            done(world.on(told.get(random.nextInt(told.size()))));
          }
        }
        default -> List.copyOf(outcomes.values()).forEach(this::tell);
      }
    }

    private Optional<AttemptId> any() {
      List<AttemptId> ids = List.copyOf(live.keySet());
      return ids.isEmpty() ? Optional.empty() : Optional.of(ids.get(random.nextInt(ids.size())));
    }

    private void hold(AttemptId attempt) {
      int number = random.nextInt(3);
      tell(
          new Event.ReleasePathReceived(
              attempt, PayerWorld.htlcId(number), world.releasePath(number)));
    }

    private void fail(AttemptId attempt) {
      HtlcFailure.Cause[] causes = HtlcFailure.Cause.values();
      HtlcFailure failure =
          random.nextBoolean()
              ? new HtlcFailure.Local(causes[random.nextInt(causes.length)])
              : new HtlcFailure.Malformed(FailureCode.BADONION | 24, new byte[32]);
      live.remove(attempt);
      outcomes.put(attempt, new Event.HtlcFailed(attempt, failure));
    }

    /** The recipient takes all that is out, or nothing: it waits for the whole amount. */
    private void fulfil(AttemptId attempt) {
      if (!taken && delivered() < PayerWorld.AMOUNT) {
        return;
      }
      taken = true;
      live.remove(attempt);
      PaymentState state = world.status();
      Terms.Static terms = (Terms.Static) ((PaymentState.WithHtlcs) state).terms();
      outcomes.put(attempt, new Event.HtlcFulfilled(attempt, terms.preimage(), Optional.empty()));
    }

    private long delivered() {
      return world.status() instanceof PaymentState.WithHtlcs state
          ? state.parts().stream()
              .filter(part -> part.attempts() > 0)
              .filter(part -> live.containsKey(world.attempt(part.number(), part.attempts() - 1)))
              .mapToLong(Part::amountMsat)
              .sum()
          : 0;
    }

    private void tell(Event event) {
      told.add(event);
      done(world.on(event));
    }

    /** Does what the payer wants; the effects of some events get lost, as in a crash. */
    private void done(List<Effect> effects) {
      for (Effect effect : effects) {
        if (effect instanceof Effect.OfferHtlc offer) {
          AttemptId attempt = offer.htlc().attempt();
          if (!outcomes.containsKey(attempt) && !live.containsKey(attempt)) {
            assertThat(told.stream().filter(e -> isOutcome(e, attempt))).isEmpty();
            live.put(attempt, offer.htlc());
          }
        } else if (effect instanceof Effect.ForgetOutcome forget) {
          outcomes.remove(forget.attempt());
        } else if (effect instanceof Effect.Notify notify
            && !(notify.notice() instanceof Notice.PaymentHeld)) {
          ends.add(notify.notice());
        }
      }
    }

    private static boolean isOutcome(Event event, AttemptId attempt) {
      return event instanceof Event.HtlcFailed failed && failed.attempt().equals(attempt)
          || event instanceof Event.HtlcFulfilled taken && taken.attempt().equals(attempt);
    }

    private void check() {
      long out = live.values().stream().mapToLong(OutgoingHtlc::amountMsat).sum();
      long most = PayerWorld.AMOUNT + world.policy.feeLimitMsat(PayerWorld.AMOUNT);
      assertThat(out).isLessThanOrEqualTo(most);
      assertThat(live.values().stream().map(OutgoingHtlc::paymentHash).distinct().count())
          .isLessThanOrEqualTo(1);
      if (world.status() instanceof PaymentState.WithHtlcs state) {
        assertThat(state.parts().stream().mapToLong(Part::amountMsat).sum())
            .isEqualTo(PayerWorld.AMOUNT);
        assertThat(live.size()).isLessThanOrEqualTo(state.parts().size());
      } else {
        assertThat(live).isEmpty();
      }
    }

    /** All that is left is resolved, and told until it is forgotten. */
    private void finish() {
      while (world.status() instanceof PaymentState.WithHtlcs) {
        List.copyOf(live.keySet()).forEach(taken ? this::fulfil : this::fail);
        List.copyOf(outcomes.values()).forEach(this::tell);
        done(world.after(Duration.ofDays(1)));
        check();
      }
      List.copyOf(outcomes.values()).forEach(this::tell);
      assertThat(outcomes).isEmpty();
      assertThat(ends).hasSize(1);
      assertThat(ends.get(0) instanceof Notice.PaymentSucceeded).isEqualTo(taken);
    }
  }
}
