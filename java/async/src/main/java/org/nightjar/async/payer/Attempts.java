package org.nightjar.async.payer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nightjar.async.AttemptId;
import org.nightjar.async.Effect;
import org.nightjar.async.Environment;
import org.nightjar.async.OutgoingHtlc;

/** Makes attempts at parts that wait: plans, builds and offers their HTLCs. */
final class Attempts {
  private final Environment environment;
  private final PayerPolicy policy;
  private final RoutePlanner planner;
  private final Splitter splitter;
  private final HtlcBuilder builder;

  Attempts(Environment environment, PayerPolicy policy) {
    this.environment = environment;
    this.policy = policy;
    PaymentPayloads payloads = new PaymentPayloads(environment.profile());
    planner = new RoutePlanner(environment.routes(), payloads, policy.trampoline());
    splitter = new Splitter(policy, planner);
    builder = new HtlcBuilder(environment, policy, planner);
  }

  /**
   * What came of it.
   *
   * @param parts all of them
   * @param offers of HTLCs, to be made once the parts are durable
   * @param reason why a part is given up, if one is
   */
  record Tried(List<Part> parts, List<Effect> offers, String reason) {}

  static boolean isDue(Part part, boolean early, Instant now) {
    return part.status() instanceof PartStatus.Waiting waiting
        && (early || !waiting.until().isAfter(now));
  }

  /**
   * Tries the parts that wait.
   *
   * @param early whether those too whose time has not come
   */
  Tried make(PaymentState.WithHtlcs state, boolean early, Moment moment) {
    return state.parts().size() == 1 ? whole(state, moment) : parts(state, early, moment);
  }

  /** While there is only one part, nothing is live, and how to split it can be chosen anew. */
  private Tried whole(PaymentState.WithHtlcs state, Moment moment) {
    Part first = state.parts().get(0);
    Limits limits = limits(state, state.parts(), first, moment);
    Splitter.Split split = splitter.split(state.order(), state.terms(), limits);
    if (!split.isReady() && limits.attempt() > 0) {
      limits = limits.withAttempt(0);
      split = splitter.split(state.order(), state.terms(), limits);
    }
    List<Part> parts = new ArrayList<>();
    List<Effect> offers = new ArrayList<>();
    for (int i = 0; i < split.parts().size(); i++) {
      Plan.Ready plan = split.parts().get(i);
      Part part =
          i == 0
              ? first.ofAmount(plan.amountMsat())
              : Part.first(i, plan.amountMsat(), (PartStatus.Waiting) first.status());
      parts.add(offer(state, part, plan, limits.withAttempt(limits.attempt() + i), offers));
    }
    if (!split.isReady()) {
      parts.add(postpone(first, split.failed(), moment));
    }
    return new Tried(parts, offers, reason(split.failed()));
  }

  private Tried parts(PaymentState.WithHtlcs state, boolean early, Moment moment) {
    List<Part> parts = new ArrayList<>(state.parts());
    List<Effect> offers = new ArrayList<>();
    String reason = HtlcMachine.ON_ITS_WAY;
    for (Part part : state.parts()) {
      if (!isDue(part, early, moment.time())) {
        continue;
      }
      Limits limits = limits(state, parts, part, moment);
      Plan plan = planner.plan(state.order(), state.terms(), part.amountMsat(), limits);
      if (!(plan instanceof Plan.Ready)) {
        limits = limits.withAttempt(0);
        plan = planner.plan(state.order(), state.terms(), part.amountMsat(), limits);
      }
      if (plan instanceof Plan.Ready ready) {
        parts.set(part.number(), offer(state, part, ready, limits, offers));
      } else {
        parts.set(part.number(), postpone(part, plan, moment));
        reason = reason(plan);
      }
    }
    return new Tried(parts, offers, reason);
  }

  private static String reason(Plan plan) {
    return plan instanceof Plan.Impossible impossible
        ? impossible.reason()
        : HtlcMachine.ON_ITS_WAY;
  }

  private Limits limits(PaymentState.WithHtlcs state, List<Part> parts, Part part, Moment moment) {
    long spent = parts.stream().mapToLong(other -> other.status().feeMsat()).sum();
    long most = policy.feeLimitMsat(state.order().amountMsat());
    int blocks = state.isHold() ? policy.holdBlocks() : policy.marginBlocks();
    return new Limits(
        most - spent,
        part.attempts() + part.number(),
        moment.height(),
        blocks,
        part.lastReport().flatMap(AttemptReport::wanted));
  }

  private Part offer(
      PaymentState.WithHtlcs state,
      Part part,
      Plan.Ready plan,
      Limits limits,
      List<Effect> offers) {
    PartStatus.Live live =
        builder.build(state.order(), state.terms(), plan, limits, state.isHold());
    Part offered = part.offered(live);
    offers.add(offer(state, offered, live));
    return offered;
  }

  /** Offers a live HTLC, for the first time or again. */
  Effect offer(PaymentState.WithHtlcs state, Part part, PartStatus.Live live) {
    return new Effect.OfferHtlc(
        new OutgoingHtlc(
            id(state.order(), part),
            live.channel(),
            live.amountMsat(),
            state.terms().paymentHash(),
            live.cltvExpiry(),
            live.onion().packet(),
            Optional.empty(),
            live.hold()));
  }

  /** What the channel calls a part's last HTLC. */
  AttemptId id(Order order, Part part) {
    return AttemptIds.of(
        environment.nightjar().primitives(), order.id(), part.number(), part.attempts() - 1);
  }

  /** Without a route the part waits; if its invoice or our limits forbid it, it is given up. */
  private Part postpone(Part part, Plan why, Moment moment) {
    if (why instanceof Plan.Impossible) {
      return part.with(new PartStatus.GivenUp());
    }
    int tries = ((PartStatus.Waiting) part.status()).tries() + 1;
    Instant until = policy.attemptRetry().next(part.attempts() + tries, moment.time());
    return part.with(new PartStatus.Waiting(until, tries));
  }

  /** Splits a part that is too much for its channel in two, if there may be one more. */
  void halve(PaymentState.WithHtlcs state, List<Part> parts, Part part) {
    long half = part.amountMsat() / 2;
    if (half > 0 && parts.size() < splitter.maxParts(state.terms())) {
      parts.set(part.number(), part.ofAmount(part.amountMsat() - half));
      parts.add(Part.first(parts.size(), half, (PartStatus.Waiting) part.status()));
    }
  }
}
