package org.nightjar.async.payer;

import java.time.Instant;
import org.nightjar.async.store.Due;

/** When states want attention. */
final class Schedule {
  private final PayerPolicy policy;

  Schedule(PayerPolicy policy) {
    this.policy = policy;
  }

  /** The time of a state's next step. */
  Due due(PaymentState state) {
    if (state instanceof AwaitInvoice waiting) {
      return Due.at(
          earlier(
              policy.requestRetry().next(waiting.tries(), waiting.lastTry()),
              state.order().createdAt().plus(policy.requestTimeout())));
    }
    if (state instanceof AwaitOrdinary waiting) {
      return Due.at(waiting.taken().at().plus(policy.grace()));
    }
    if (state instanceof WaitRelease waiting) {
      return Due.at(
          earlier(
              policy.announceRetry().next(waiting.tries(), waiting.lastTry()),
              waiting.terms().taken().at().plus(policy.maxWait())));
    }
    if (state instanceof Dormant dormant) {
      return Due.at(policy.announceRetry().next(dormant.tries(), dormant.lastTry()));
    }
    return state instanceof PaymentState.WithHtlcs tried && !tried.awaitsRecipient()
        ? firstWaiting(tried)
        : Due.NONE;
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  private static Due firstWaiting(PaymentState.WithHtlcs state) {
    return state.parts().stream()
        .map(Part::status)
        .filter(PartStatus.Waiting.class::isInstance)
        .map(status -> ((PartStatus.Waiting) status).until())
        .min(Instant::compareTo)
        .map(Due::at)
        .orElse(Due.NONE);
  }
}
