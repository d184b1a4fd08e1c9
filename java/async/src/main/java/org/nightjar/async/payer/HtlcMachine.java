package org.nightjar.async.payer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nightjar.AttributionData;
import org.nightjar.Primitives;
import org.nightjar.PublicKey;
import org.nightjar.async.AttemptId;
import org.nightjar.async.Effect;
import org.nightjar.async.Environment;
import org.nightjar.async.HtlcFailure;
import org.nightjar.async.HtlcId;
import org.nightjar.async.Notice;
import org.nightjar.async.OutgoingHtlc;
import org.nightjar.async.Preimage;
import org.nightjar.wire.BlindedPath;

/**
 * The transitions of a payment whose invoice is chosen: HTLCs are offered, held, fulfilled, failed
 * and tried again. Every part has one live HTLC at most: the next one is made when the channel says
 * that the last one is irrevocably gone, and none after any part was fulfilled.
 */
final class HtlcMachine {
  static final String EXPIRED = "the invoice expired";
  private static final String ON_ITS_WAY = "the payment failed on its way";
  private static final String END_OF_HOLD = "the recipient did not come in time";
  private static final String REFUSED = "the recipient refused the payment";

  private final Environment environment;
  private final PayerPolicy policy;
  private final Invoices invoices;
  private final RoutePlanner planner;
  private final Splitter splitter;
  private final HtlcBuilder builder;
  private final PartFailures failures;
  private final Announcements announcements;
  private final Delegations delegations;

  HtlcMachine(
      Environment environment, PayerPolicy policy, Invoices invoices, Announcements announcements) {
    this.environment = environment;
    this.policy = policy;
    this.invoices = invoices;
    this.announcements = announcements;
    planner = new RoutePlanner(environment.routes(), new PaymentPayloads(environment.profile()));
    splitter = new Splitter(policy, planner);
    builder = new HtlcBuilder(environment, policy, planner);
    failures = new PartFailures(environment.nightjar().failures());
    delegations = new Delegations(environment, policy, announcements);
  }

  private Primitives primitives() {
    return environment.nightjar().primitives();
  }

  private void refuse(String reason) {
    environment.observer().refused(Payer.ROLE, reason);
  }

  /** Starts to pay a static invoice by HTLCs that the first node holds. */
  Step hold(Order order, Terms.Static terms, Moment moment) {
    return attempt(new Adding(order, terms, whole(order, moment)), false, moment);
  }

  /** Starts to pay by HTLCs that nobody holds. */
  Step send(Order order, Terms terms, Moment moment) {
    return attempt(new InFlight(order, terms, whole(order, moment)), false, moment);
  }

  private static List<Part> whole(Order order, Moment moment) {
    return List.of(Part.first(0, order.amountMsat(), new PartStatus.Waiting(moment.time(), 0)));
  }

  /**
   * Offers HTLCs for the parts that wait.
   *
   * @param early whether for those too whose time has not come
   */
  Step attempt(PaymentState.WithHtlcs state, boolean early, Moment moment) {
    boolean anyDue =
        state.parts().stream().anyMatch(part -> isDue(part.status(), early, moment.time()));
    if (!anyDue) {
      return Step.of(state);
    }
    Instant end = state.terms().taken().at().plus(policy.maxWait());
    if (!moment.time().isBefore(end)
        || !invoices.isPayable(state.order(), state.terms().taken(), moment.time())) {
      return next(state, givenUp(state.parts()), EXPIRED, moment);
    }
    return state.parts().size() == 1
        ? attemptWhole(state, moment)
        : attemptParts(state, early, moment);
  }

  private static boolean isDue(PartStatus status, boolean early, Instant now) {
    return status instanceof PartStatus.Waiting waiting && (early || !waiting.until().isAfter(now));
  }

  private Limits limits(PaymentState.WithHtlcs state, int attempt, Moment moment) {
    long spent = state.parts().stream().mapToLong(part -> part.status().feeMsat()).sum();
    long most = policy.feeLimitMsat(state.order().amountMsat());
    int blocks = isHold(state) ? policy.holdBlocks() : policy.marginBlocks();
    return new Limits(most - spent, attempt, moment.height(), blocks);
  }

  private static boolean isHold(PaymentState.WithHtlcs state) {
    return state instanceof Adding || state instanceof Dormant;
  }

  /** While there is only one part, nothing is live, and how to split it can be chosen anew. */
  private Step attemptWhole(PaymentState.WithHtlcs state, Moment moment) {
    Part first = state.parts().get(0);
    Limits limits = limits(state, first.attempts(), moment);
    Splitter.Split split = splitter.split(state.order(), state.terms(), limits);
    if (!split.isReady() && limits.attempt() > 0) {
      limits = limits.withAttempt(0);
      split = splitter.split(state.order(), state.terms(), limits);
    }
    if (!split.isReady()) {
      return postponed(state, List.of(postpone(first, split.failed(), moment)), split, moment);
    }
    List<Part> parts = new ArrayList<>();
    List<Effect> offers = new ArrayList<>();
    for (int i = 0; i < split.parts().size(); i++) {
      Plan.Ready plan = split.parts().get(i);
      Part part =
          i == 0
              ? first.ofAmount(plan.amountMsat())
              : Part.first(i, plan.amountMsat(), new PartStatus.Waiting(moment.time(), 0));
      parts.add(offer(state, part, plan, limits.withAttempt(limits.attempt() + i), offers));
    }
    return next(state, parts, ON_ITS_WAY, moment).after(offers);
  }

  private Step postponed(
      PaymentState.WithHtlcs state, List<Part> parts, Splitter.Split split, Moment moment) {
    String reason =
        split.failed() instanceof Plan.Impossible impossible ? impossible.reason() : ON_ITS_WAY;
    return next(state, parts, reason, moment);
  }

  private Step attemptParts(PaymentState.WithHtlcs state, boolean early, Moment moment) {
    List<Effect> offers = new ArrayList<>();
    PaymentState.WithHtlcs now = state;
    String reason = ON_ITS_WAY;
    for (int i = 0; i < state.parts().size(); i++) {
      Part part = state.parts().get(i);
      if (isDue(part.status(), early, moment.time())) {
        Limits limits = limits(now, part.attempts() + i, moment);
        Plan plan = planner.plan(state.order(), state.terms(), part.amountMsat(), limits);
        if (!(plan instanceof Plan.Ready)) {
          limits = limits.withAttempt(0);
          plan = planner.plan(state.order(), state.terms(), part.amountMsat(), limits);
        }
        if (plan instanceof Plan.Impossible impossible) {
          reason = impossible.reason();
        }
        Part changed =
            plan instanceof Plan.Ready ready
                ? offer(state, part, ready, limits, offers)
                : postpone(part, plan, moment);
        now = now.withParts(replaced(now.parts(), changed));
      }
    }
    return next(now, now.parts(), reason, moment).after(offers);
  }

  private Part offer(
      PaymentState.WithHtlcs state,
      Part part,
      Plan.Ready plan,
      Limits limits,
      List<Effect> offers) {
    PartStatus.Live live = builder.build(state.order(), state.terms(), plan, limits, isHold(state));
    Part offered = part.offered(live);
    offers.add(offer(state, offered, live));
    return offered;
  }

  private Effect offer(PaymentState.WithHtlcs state, Part part, PartStatus.Live live) {
    return new Effect.OfferHtlc(
        new OutgoingHtlc(
            attemptId(state.order(), part),
            live.channel(),
            live.amountMsat(),
            state.terms().paymentHash(),
            live.cltvExpiry(),
            live.onion().packet(),
            Optional.empty(),
            live.hold()));
  }

  private AttemptId attemptId(Order order, Part part) {
    return AttemptIds.of(primitives(), order.id(), part.number(), part.attempts() - 1);
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

  private static List<Part> replaced(List<Part> parts, Part changed) {
    List<Part> copy = new ArrayList<>(parts);
    copy.set(changed.number(), changed);
    return copy;
  }

  private static List<Part> givenUp(List<Part> parts) {
    return parts.stream()
        .map(
            part ->
                part.status() instanceof PartStatus.Waiting
                    ? part.with(new PartStatus.GivenUp())
                    : part)
        .toList();
  }

  /**
   * The state for these parts, and what it brings with it.
   *
   * @param reason why it fails, if these parts mean that
   */
  private Step next(PaymentState.WithHtlcs state, List<Part> parts, String reason, Moment moment) {
    boolean fulfilled = anyIs(parts, PartStatus.Fulfilled.class);
    if (fulfilled || anyIs(parts, PartStatus.GivenUp.class)) {
      String why = state instanceof Settling settling ? settling.reason() : reason;
      return settle(state, givenUp(parts), fulfilled, why);
    }
    if (!isHold(state)) {
      return Step.of(state.withParts(parts));
    }
    if (parts.stream().allMatch(HtlcMachine::isHeld)) {
      return state instanceof Dormant dormant
          ? Step.of(dormant.withParts(parts))
          : dormant((Terms.Static) state.terms(), state.order(), parts, moment);
    }
    return Step.of(new Adding(state.order(), (Terms.Static) state.terms(), parts));
  }

  private static boolean anyIs(List<Part> parts, Class<? extends PartStatus> status) {
    return parts.stream().map(Part::status).anyMatch(status::isInstance);
  }

  private static boolean isHeld(Part part) {
    return part.status() instanceof PartStatus.Live live && live.held().isPresent();
  }

  private Step settle(
      PaymentState.WithHtlcs state, List<Part> parts, boolean fulfilled, String reason) {
    Order order = state.order();
    if (anyIs(parts, PartStatus.Live.class)) {
      return Step.of(new Settling(order, state.terms(), parts, reason));
    }
    if (!fulfilled) {
      return Step.of(
          new Failed(order, parts, reason),
          new Effect.Notify(new Notice.PaymentFailed(order.id(), reason)));
    }
    Succeeded succeeded = new Succeeded(order, state.terms(), parts);
    return Step.of(
        succeeded,
        new Effect.Notify(
            new Notice.PaymentSucceeded(order.id(), succeeded.preimage(), succeeded.feeMsat())));
  }

  /** All is held: the recipient is told, and the LSP gets what it needs to go on alone. */
  private Step dormant(Terms.Static terms, Order order, List<Part> parts, Moment moment) {
    List<Effect> effects = new ArrayList<>(announcements.ofHolder(terms, parts));
    parts.forEach(part -> effects.addAll(delegations.puts(terms, part, moment)));
    effects.add(new Effect.Notify(new Notice.PaymentHeld(order.id())));
    return new Step(new Dormant(order, terms, parts, 1, moment.time()), effects);
  }

  /** The time has come to tell the recipient again. */
  Step announce(Dormant state, Moment moment) {
    List<Effect> effects =
        invoices.isPayable(state.order(), state.terms().taken(), moment.time())
            ? announcements.ofHolder(state.terms(), state.parts())
            : List.of();
    return new Step(
        new Dormant(state.order(), state.terms(), state.parts(), state.tries() + 1, moment.time()),
        effects);
  }

  /** The first node said how to release an HTLC. */
  Step releasePath(
      PaymentState.WithHtlcs state, int number, HtlcId htlc, BlindedPath path, Moment moment) {
    Part part = state.parts().get(number);
    PartStatus.Live live = (PartStatus.Live) part.status();
    if (!live.hold() || !isHold(state)) {
      refuse("a release path for an HTLC that nobody was asked to hold");
      return Step.of(state);
    }
    Optional<Held> before = live.held();
    if (before.isPresent() && before.get().releasePath().equals(path)) {
      return Step.of(state);
    }
    // The messages in the outbox have the old path in them, the onions of the book do not.
    Held held = new Held(htlc, path, false, before.map(Held::bookKept).orElse(false));
    Part changed = part.with(live.with(held));
    Step step = next(state, replaced(state.parts(), changed), ON_ITS_WAY, moment);
    if (!(state instanceof Dormant)) {
      return step;
    }
    Terms.Static terms = (Terms.Static) state.terms();
    List<Effect> effects = new ArrayList<>(announcements.ofHolder(terms, List.of(changed)));
    effects.addAll(delegations.puts(terms, changed, moment));
    return step.after(effects);
  }

  /** The holder keeps what it was given. */
  Step kept(PaymentState.WithHtlcs state, int number, boolean outbox, boolean book) {
    Part part = state.parts().get(number);
    PartStatus.Live live = (PartStatus.Live) part.status();
    Held held = live.held().orElseThrow();
    Held changed = held.with(outbox, book);
    return changed.equals(held)
        ? Step.of(state)
        : Step.of(state.withParts(replaced(state.parts(), part.with(live.with(changed)))));
  }

  /** A live HTLC was fulfilled. */
  Step fulfilled(
      PaymentState.WithHtlcs state,
      int number,
      Preimage preimage,
      Optional<AttributionData> attribution,
      Moment moment) {
    if (!preimage.hash(primitives()).equals(state.terms().paymentHash())) {
      refuse("a preimage of another hash");
      return Step.of(state);
    }
    Part part = state.parts().get(number);
    PartStatus.Live live = (PartStatus.Live) part.status();
    Part changed =
        part.reported(
            new PartStatus.Fulfilled(live.feeMsat(), preimage),
            failures.read(live, attribution),
            false);
    return next(state, replaced(state.parts(), changed), ON_ITS_WAY, moment)
        .after(forget(state, part));
  }

  private List<Effect> forget(PaymentState.WithHtlcs state, Part part) {
    return List.of(new Effect.ForgetOutcome(attemptId(state.order(), part)));
  }

  /** A live HTLC failed, and is irrevocably gone. */
  Step failed(PaymentState.WithHtlcs state, int number, HtlcFailure failure, Moment moment) {
    Part part = state.parts().get(number);
    PartStatus.Live live = (PartStatus.Live) part.status();
    AttemptReport report = failures.read(live, failure);
    boolean counts = !isTemporary(failure);
    Instant until = policy.attemptRetry().next(part.attempts(), moment.time());
    Part waiting = part.reported(new PartStatus.Waiting(until, 0), report, counts);
    List<Part> parts = new ArrayList<>(replaced(state.parts(), waiting));
    String reason = ON_ITS_WAY;
    if (PartFailures.isRefusal(live, report)) {
      reason = REFUSED;
    } else if (PartFailures.isEndOfHold(live, report)) {
      reason = END_OF_HOLD;
    }
    if (!reason.equals(ON_ITS_WAY) || waiting.failures() >= policy.maxFailures()) {
      parts = givenUp(parts);
    } else if (isOverCapacity(failure) && parts.size() < splitter.maxParts(state.terms())) {
      halve(parts, waiting);
    }
    return next(state, parts, reason, moment).after(forget(state, part));
  }

  /** What has nothing to do with the route does not count as a failure. */
  private static boolean isTemporary(HtlcFailure failure) {
    return failure instanceof HtlcFailure.Local local
        && local.cause() != HtlcFailure.Cause.NO_HOLD_FEATURE;
  }

  private static boolean isOverCapacity(HtlcFailure failure) {
    return failure instanceof HtlcFailure.Local local
        && local.cause() == HtlcFailure.Cause.NO_CAPACITY;
  }

  private static void halve(List<Part> parts, Part part) {
    long half = part.amountMsat() / 2;
    if (half > 0) {
      parts.set(part.number(), part.ofAmount(part.amountMsat() - half));
      parts.add(Part.first(parts.size(), half, (PartStatus.Waiting) part.status()));
    }
  }

  /**
   * After a start, or when a peer can be reached again: HTLCs that the channel may not know yet are
   * offered again, the recipient is told again, and what waits is tried.
   *
   * @param peer which can be reached; empty for all
   */
  Step resume(PaymentState.WithHtlcs state, Optional<PublicKey> peer, Moment moment) {
    List<Effect> effects = new ArrayList<>();
    if (state instanceof Dormant dormant
        && invoices.isPayable(state.order(), state.terms().taken(), moment.time())) {
      effects.addAll(announcements.ofHolder(dormant.terms(), dormant.parts()));
    }
    for (Part part : state.parts()) {
      if (part.status() instanceof PartStatus.Live live
          && peer.map(live.peer()::equals).orElse(true)) {
        if (live.held().isEmpty()) {
          effects.add(offer(state, part, live));
        } else if (state instanceof Dormant dormant) {
          effects.addAll(delegations.puts(dormant.terms(), part, moment));
        }
      }
    }
    return attempt(state, peer.isPresent(), moment).after(effects);
  }
}
