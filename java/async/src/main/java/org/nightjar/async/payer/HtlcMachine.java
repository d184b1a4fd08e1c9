package org.nightjar.async.payer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nightjar.AttributionData;
import org.nightjar.Primitives;
import org.nightjar.PublicKey;
import org.nightjar.async.Effect;
import org.nightjar.async.Environment;
import org.nightjar.async.HtlcFailure;
import org.nightjar.async.HtlcId;
import org.nightjar.async.Notice;
import org.nightjar.async.Preimage;
import org.nightjar.wire.BlindedPath;

/**
 * The transitions of a payment whose invoice is chosen: HTLCs are offered, held, fulfilled, failed
 * and tried again. Every part has one live HTLC at most: the next one is made when the channel says
 * that the last one is irrevocably gone, and none after any part was fulfilled.
 */
final class HtlcMachine {
  static final String EXPIRED = "the invoice expired";
  static final String ON_ITS_WAY = "the payment failed on its way";
  private static final String END_OF_HOLD = "the holding node gave the payment up";
  private static final String REFUSED = "the recipient refused the payment";

  private final Environment environment;
  private final PayerPolicy policy;
  private final Invoices invoices;
  private final Attempts attempts;
  private final PartFailures failures;
  private final Announcements announcements;
  private final Delegations delegations;

  HtlcMachine(
      Environment environment, PayerPolicy policy, Invoices invoices, Announcements announcements) {
    this.environment = environment;
    this.policy = policy;
    this.invoices = invoices;
    this.announcements = announcements;
    attempts = new Attempts(environment, policy);
    failures = new PartFailures(environment.nightjar().failures());
    delegations = new Delegations(environment, policy, announcements);
  }

  private Step refuse(PaymentState state, String reason) {
    environment.observer().refused(Payer.ROLE, reason);
    return Step.of(state);
  }

  /** Starts to pay a static invoice by HTLCs that the first node holds. */
  Step hold(Order order, Terms.Static terms, Moment moment) {
    List<Part> parts = List.of(Part.whole(order, moment.time()));
    return attempt(new Adding(order, terms, parts), false, moment);
  }

  /**
   * Starts to pay by HTLCs that nobody holds.
   *
   * @param parts all of which wait
   */
  Step send(Order order, Terms terms, List<Part> parts, Moment moment) {
    return attempt(new InFlight(order, terms, parts), false, moment);
  }

  /** Mode A: nothing is locked, and the recipient is told that the payment waits. */
  Step waitRelease(Order order, Terms.Static terms, List<Part> parts, Moment moment) {
    WaitRelease waiting = new WaitRelease(order, terms, parts, 1, moment.time());
    return new Step(waiting, announcements.ofPayer(waiting));
  }

  /**
   * Offers HTLCs for the parts that wait.
   *
   * @param early whether for those too whose time has not come
   */
  Step attempt(PaymentState.WithHtlcs state, boolean early, Moment moment) {
    if (state.awaitsRecipient()
        || state.parts().stream().noneMatch(part -> Attempts.isDue(part, early, moment.time()))) {
      return Step.of(state);
    }
    Instant end = state.terms().taken().at().plus(policy.maxWait());
    if (!moment.time().isBefore(end) || !isPayable(state, moment)) {
      return next(state, givenUp(state.parts()), EXPIRED, moment);
    }
    Attempts.Tried tried = attempts.make(state, early, moment);
    return next(state, tried.parts(), tried.reason(), moment).after(tried.offers());
  }

  private boolean isPayable(PaymentState.WithHtlcs state, Moment moment) {
    return invoices.isPayable(state.order(), state.terms().taken(), moment.time());
  }

  private static List<Part> replaced(List<Part> parts, Part changed) {
    List<Part> copy = new ArrayList<>(parts);
    copy.set(changed.number(), changed);
    return copy;
  }

  static List<Part> givenUp(List<Part> parts) {
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
    if (!state.isHold()) {
      PaymentState.WithHtlcs changed = state.withParts(parts);
      return changed.awaitsRecipient() && !anyIs(parts, PartStatus.Live.class)
          ? waitRelease(state.order(), (Terms.Static) state.terms(), parts, moment)
          : Step.of(changed);
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

  private static Step settle(
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
    return new Step(
        new Dormant(state.order(), state.terms(), state.parts(), state.tries() + 1, moment.time()),
        announcements(state, moment));
  }

  /** What the holder has in its outbox it sends itself: more copies would only cost a phone. */
  private List<Effect> announcements(Dormant state, Moment moment) {
    boolean sentByHolder = state.tries() <= policy.outboxMessages();
    List<Part> untold =
        state.parts().stream().filter(part -> !sentByHolder || !hasOutbox(part)).toList();
    return isPayable(state, moment)
        ? announcements.again(state.terms(), untold, state.tries())
        : List.of();
  }

  private static boolean hasOutbox(Part part) {
    return part.status() instanceof PartStatus.Live live
        && live.held().filter(Held::outboxKept).isPresent();
  }

  /** The first node said how to release an HTLC. */
  Step releasePath(
      PaymentState.WithHtlcs state, int number, HtlcId htlc, BlindedPath path, Moment moment) {
    Part part = state.parts().get(number);
    PartStatus.Live live = (PartStatus.Live) part.status();
    if (!live.hold()) {
      return refuse(state, "a release path for an HTLC that nobody was asked to hold");
    }
    Optional<Held> before = live.held();
    if (!state.isHold() || before.filter(held -> held.releasePath().equals(path)).isPresent()) {
      return Step.of(state);
    }
    // The messages in the outbox have the old path in them, the onions of the book do not.
    Held held = new Held(htlc, path, false, before.map(Held::bookKept).orElse(false));
    Part changed = part.with(live.with(held));
    Step step = next(state, replaced(state.parts(), changed), ON_ITS_WAY, moment);
    if (!(state instanceof Dormant dormant)) {
      return step;
    }
    List<Effect> effects =
        new ArrayList<>(announcements.ofHolder(dormant.terms(), List.of(changed)));
    effects.addAll(delegations.puts(dormant.terms(), changed, moment));
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
    Primitives primitives = environment.nightjar().primitives();
    if (!preimage.hash(primitives).equals(state.terms().paymentHash())) {
      return refuse(state, "a preimage of another hash");
    }
    Part part = state.parts().get(number);
    PartStatus.Live live = (PartStatus.Live) part.status();
    PartStatus taken = new PartStatus.Fulfilled(live.feeMsat(), preimage);
    Part changed = part.reported(taken, failures.read(live, attribution));
    return next(state, replaced(state.parts(), changed), ON_ITS_WAY, moment)
        .after(forget(state, part));
  }

  private List<Effect> forget(PaymentState.WithHtlcs state, Part part) {
    return List.of(new Effect.ForgetOutcome(attempts.id(state.order(), part)));
  }

  /** A live HTLC failed, and is irrevocably gone. */
  Step failed(PaymentState.WithHtlcs state, int number, HtlcFailure failure, Moment moment) {
    Part part = state.parts().get(number);
    PartStatus.Live live = (PartStatus.Live) part.status();
    PayerMode mode = state.order().mode();
    AttemptReport report = failures.read(mode, live, failure);
    Instant until = policy.attemptRetry().next(part.attempts(), moment.time());
    Part waiting = count(state, part.reported(new PartStatus.Waiting(until, 0), report), failure);
    List<Part> parts = replaced(state.parts(), waiting);
    String reason = ON_ITS_WAY;
    if (PartFailures.isRefusal(mode, live, report)) {
      reason = REFUSED;
    } else if (isEndOfHold(state, live, report, moment)) {
      reason = END_OF_HOLD;
    }
    if (!reason.equals(ON_ITS_WAY)
        || waiting.failures() >= policy.maxFailures()
        || waiting.misses() >= policy.maxMisses()) {
      parts = givenUp(parts);
    } else if (isOverCapacity(failure)) {
      attempts.halve(state, parts, waiting);
    }
    return next(state, parts, reason, moment).after(forget(state, part));
  }

  /**
   * Of an ordinary invoice no recipient can be asked: its misses are failures as any other. In mode
   * A one can be asked, and what is out of order on the way may be well when it answers.
   */
  private Part count(PaymentState.WithHtlcs state, Part part, HtlcFailure failure) {
    boolean hasRecipient = state.terms() instanceof Terms.Static;
    AttemptReport report = part.lastReport().orElseThrow();
    if (hasRecipient && report.isMiss()) {
      return part.missed();
    }
    if (isUnrelatedToRoute(failure)) {
      return part;
    }
    Part failed = part.failed();
    boolean rests = hasRecipient && !state.isHold() && report.isTemporary();
    return rests && failed.failures() >= policy.maxFailures() ? failed.rested() : failed;
  }

  /**
   * A holding node where the blinded path begins says the same of the end of its hold and of a
   * recipient that was gone: within a hold window from the invoice on, that is taken for a miss.
   */
  private boolean isEndOfHold(
      PaymentState.WithHtlcs state, PartStatus.Live live, AttemptReport report, Moment moment) {
    Instant end = state.terms().taken().at().plus(policy.holdWindow());
    return PartFailures.isEndOfHold(live, report)
        && !(report.isMiss() && moment.time().isBefore(end));
  }

  /** What has nothing to do with the route does not count as a failure. */
  private static boolean isUnrelatedToRoute(HtlcFailure failure) {
    return failure instanceof HtlcFailure.Local local
        && local.cause() != HtlcFailure.Cause.NO_HOLD_FEATURE
        && local.cause() != HtlcFailure.Cause.CHANNEL_CLOSED;
  }

  private static boolean isOverCapacity(HtlcFailure failure) {
    return failure instanceof HtlcFailure.Local local
        && local.cause() == HtlcFailure.Cause.NO_CAPACITY;
  }

  /** One that could not arrive any more is not added now, if it was not before. */
  private Effect offerAgain(
      PaymentState.WithHtlcs state, Part part, PartStatus.Live live, Moment moment) {
    return live.cltvExpiry() <= moment.height() + policy.marginBlocks()
        ? new Effect.WithdrawHtlc(attempts.id(state.order(), part), live.channel())
        : attempts.offer(state, part, live);
  }

  /**
   * After a start, HTLCs that the channel may not know yet are offered again; when a peer can be
   * reached, what waits is tried. Both times the recipient is told again, and the holder gets what
   * it did not acknowledge.
   *
   * @param peer which can be reached; empty after a start
   */
  Step resume(PaymentState.WithHtlcs state, Optional<PublicKey> peer, Moment moment) {
    List<Effect> effects = new ArrayList<>();
    if (state instanceof Dormant dormant) {
      effects.addAll(announcements(dormant, moment));
    }
    for (Part part : state.parts()) {
      if (part.status() instanceof PartStatus.Live live
          && peer.map(live.peer()::equals).orElse(true)) {
        if (live.held().isEmpty() && peer.isEmpty()) {
          effects.add(offerAgain(state, part, live, moment));
        } else if (live.held().isPresent() && state instanceof Dormant dormant) {
          effects.addAll(delegations.puts(dormant.terms(), part, moment));
        }
      }
    }
    return attempt(state, peer.isPresent(), moment).after(effects);
  }
}
