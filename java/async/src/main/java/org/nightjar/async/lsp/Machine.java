package org.nightjar.async.lsp;

import static org.nightjar.wire.failure.FailureCode.EXPIRY_TOO_SOON;
import static org.nightjar.wire.failure.FailureCode.TEMPORARY_CHANNEL_FAILURE;
import static org.nightjar.wire.failure.FailureCode.TEMPORARY_NODE_FAILURE;
import static org.nightjar.wire.failure.FailureCode.UNKNOWN_NEXT_PEER;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.nightjar.AttributionData;
import org.nightjar.PublicKey;
import org.nightjar.async.Effect;
import org.nightjar.async.Environment;
import org.nightjar.async.HtlcFailure;
import org.nightjar.async.HtlcId;
import org.nightjar.async.Notice;
import org.nightjar.async.Preimage;
import org.nightjar.wire.delegation.HoldStatus;
import org.nightjar.wire.failure.FailureMessage;

/**
 * The transitions of one HTLC. It reads and writes nothing. An HTLC is failed upstream only while
 * no attempt is alive, and an attempt is made only from a state that has none: so there is one at
 * the most, and never one beside a failure.
 */
final class Machine {
  private final Environment environment;
  private final HoldPolicy policy;
  private final Predicate<PublicKey> usable;
  private final Answers answers;
  private final TrampolineWays ways;

  /**
   * @param usable whether a peer is there
   */
  Machine(
      Environment environment,
      HoldPolicy policy,
      Predicate<PublicKey> usable,
      Answers answers,
      TrampolineWays ways) {
    this.environment = environment;
    this.policy = policy;
    this.usable = usable;
    this.answers = answers;
    this.ways = ways;
  }

  /**
   * When things happen.
   *
   * @param height of the block chain
   */
  record Moment(Instant now, long height) {}

  /** An HTLC that has to be held is committed, or has to wait for another release. */
  Step hold(Transit transit, Moment moment) {
    long giveUpAt = transit.giveUpAt(policy.cltv());
    if (giveUpAt <= moment.height()) {
      return fail(transit, tooLong(transit, moment), Duration.ZERO, moment);
    }
    Incoming incoming = transit.incoming();
    return new Step(
        new Held(transit, giveUpAt, Optional.empty()),
        List.of(
            status(incoming, HoldStatus.State.HELD, giveUpAt, moment),
            new Effect.Notify(
                new Notice.HtlcHeld(incoming.id(), incoming.amountMsat(), giveUpAt))));
  }

  /** A held HTLC is released. */
  Step release(Held held, Moment moment) {
    if (held.giveUpAt() <= moment.height()) {
      return giveUp(held.transit(), moment);
    }
    return forward(held.transit(), moment.now(), moment);
  }

  /**
   * An HTLC may go on.
   *
   * @param since when it came, or was released
   */
  Step forward(Transit transit, Instant since, Moment moment) {
    if (!(transit.onward() instanceof Onward.Trampoline trampoline)) {
      return onWay(transit, since, moment);
    }
    TrampolineWays.Choice choice =
        ways.choose(transit.incoming(), trampoline, transit.attempts(), moment.height());
    return choice instanceof TrampolineWays.Found found
        ? onWay(transit.with(found.onward(), transit.entry()), since, moment)
        : fail(
            transit,
            ((TrampolineWays.None) choice).why(),
            Duration.between(since, moment.now()),
            moment);
  }

  private Step onWay(Transit transit, Instant since, Moment moment) {
    Optional<PublicKey> next = environment.routes().peer(transit.next().channel());
    if (next.isEmpty()) {
      FailureMessage why = FailureMessage.of(UNKNOWN_NEXT_PEER);
      return fail(transit, why, Duration.between(since, moment.now()), moment);
    }
    return usable.test(next.get())
        ? offer(transit, since, moment)
        : await(transit, next.get(), since, moment);
  }

  private Step offer(Transit transit, Instant since, Moment moment) {
    Incoming incoming = transit.incoming();
    List<Effect> effects = new ArrayList<>();
    effects.add(new Effect.OfferHtlc(transit.outgoing(environment)));
    if (incoming.hold()) {
      effects.add(status(incoming, HoldStatus.State.FORWARDED, moment.height(), moment));
      effects.add(ended(incoming.id(), OptionalInt.empty()));
    }
    return new Step(new OutPending(transit, since, false), effects);
  }

  /** The next peer is not there: whoever is worth it is waited for. */
  private Step await(Transit transit, PublicKey next, Instant since, Moment moment) {
    boolean client = policy.clients().contains(next);
    // a clock that was set back is no reason to wait longer
    Instant until = (since.isAfter(moment.now()) ? moment.now() : since).plus(policy.peerWait());
    if (!(client || transit.incoming().hold()) || !moment.now().isBefore(until)) {
      return cannotGoOn(transit, since, moment);
    }
    return new Step(
        new AwaitPeer(transit, next, since, until),
        client ? List.of(new Effect.WakeClient(next)) : List.of());
  }

  /** The next peer did not come: what was held is held again, until the next release. */
  private Step cannotGoOn(Transit transit, Instant since, Moment moment) {
    if (transit.incoming().hold()) {
      return hold(transit, moment);
    }
    FailureMessage why = FailureMessage.of(TEMPORARY_CHANNEL_FAILURE);
    return fail(transit, why, Duration.between(since, moment.now()), moment);
  }

  /** The next peer is there. */
  Step peerUsable(AwaitPeer waiting, Moment moment) {
    Transit transit = waiting.transit();
    return isTooLate(transit, moment)
        ? giveUp(transit, moment)
        : forward(transit, waiting.since(), moment);
  }

  /** The time of a state has come. */
  Step timeout(AwaitPeer waiting, Moment moment) {
    return cannotGoOn(waiting.transit(), waiting.since(), moment);
  }

  /** Blocks may have come while it waited, or while this node was down. */
  private boolean isTooLate(Transit transit, Moment moment) {
    long end =
        transit.incoming().hold()
            ? transit.giveUpAt(policy.cltv())
            : transit.onward().cltvExpiry() - policy.cltv().minimum();
    return end <= moment.height();
  }

  /** Height or hold window do not allow to hold it longer. */
  Step giveUp(Transit transit, Moment moment) {
    return fail(transit, tooLong(transit, moment), Duration.ZERO, moment);
  }

  private FailureMessage tooLong(Transit transit, Moment moment) {
    boolean expires = transit.expiryMargin(policy.cltv()) <= moment.height();
    return FailureMessage.of(expires ? EXPIRY_TOO_SOON : TEMPORARY_NODE_FAILURE);
  }

  private Step fail(Transit transit, FailureMessage why, Duration held, Moment moment) {
    Upstream upstream = transit.onward().upstream();
    HtlcFailure failure = answers.local(upstream, why, held);
    Step step = refuse(transit.incoming(), upstream.position(), failure, transit.again(), moment);
    return transit.incoming().hold()
        ? with(step, ended(transit.incoming().id(), OptionalInt.of(why.code())))
        : step;
  }

  /** An HTLC fails before anything was done for it. */
  Step refuse(
      Incoming incoming,
      Reading.Readable onion,
      FailureMessage why,
      Optional<Retransmission> again,
      Moment moment) {
    HtlcFailure failure = answers.local(onion.upstream(), why, Duration.ZERO);
    return refuse(incoming, onion.upstream().position(), failure, again, moment);
  }

  /**
   * An HTLC fails.
   *
   * @param failure for the peer
   */
  Step refuse(
      Incoming incoming,
      Position position,
      HtlcFailure failure,
      Optional<Retransmission> again,
      Moment moment) {
    long forgetAt = incoming.cltvExpiry() + HtlcState.FORGET_BLOCKS;
    Optional<Instant> at = delay(position).map(moment.now()::plus);
    List<Effect> effects = new ArrayList<>();
    if (at.isEmpty()) {
      effects.add(new Effect.FailHtlc(incoming.id(), failure));
    }
    if (incoming.hold()) {
      effects.add(status(incoming, HoldStatus.State.FAILED, moment.height(), moment));
      if (policy.clients().contains(incoming.peer()) && !usable.test(incoming.peer())) {
        effects.add(new Effect.WakeClient(incoming.peer()));
      }
    }
    return new Step(new Failing(failure, at, forgetAt, again), effects);
  }

  /** Only an introduction node speaks for nodes behind it. */
  private Optional<Duration> delay(Position position) {
    long most = policy.maxBlindedFailureDelay().toMillis();
    return position == Position.INTRODUCTION && most > 0
        ? Optional.of(Duration.ofMillis(1 + environment.random().nextLong(most)))
        : Optional.empty();
  }

  /** An attempt was fulfilled. */
  Step fulfilled(
      OutPending pending, Preimage preimage, Optional<AttributionData> downstream, Moment moment) {
    Transit transit = pending.transit();
    Duration held = Duration.between(pending.since(), moment.now());
    Optional<AttributionData> attribution = answers.fulfilment(transit.onward(), downstream, held);
    Incoming incoming = transit.incoming();
    long forgetAt = incoming.cltvExpiry() + HtlcState.FORGET_BLOCKS;
    return new Step(
        new Fulfilled(preimage, attribution, forgetAt),
        List.of(new Effect.FulfilHtlc(incoming.id(), preimage, attribution)));
  }

  /** An attempt failed, and there is no other. */
  Step failed(OutPending pending, HtlcFailure downstream, Moment moment) {
    Transit transit = pending.transit();
    Duration held = Duration.between(pending.since(), moment.now());
    HtlcFailure failure = answers.relayed(transit.onward(), downstream, held);
    Position position = transit.onward().upstream().position();
    return refuse(transit.incoming(), position, failure, transit.again(), moment);
  }

  /** An attempt failed on the way to the next trampoline node: there may be another way. */
  Step otherWay(OutPending pending, Moment moment) {
    Transit transit = pending.transit().afterAttempt();
    return isTooLate(transit, moment)
        ? giveUp(transit, moment)
        : forward(transit, pending.since(), moment);
  }

  /** An attempt never left this node, because the next peer was not there. */
  Step peerWasGone(OutPending pending, PublicKey next, Moment moment) {
    Transit transit = pending.transit().afterAttempt();
    return isTooLate(transit, moment)
        ? giveUp(transit, moment)
        : await(transit, next, pending.since(), moment);
  }

  /**
   * An attempt failed, and there is another onion.
   *
   * @param next with that onion
   * @param notBefore when the payer wants it to be tried
   * @param awaitRelease whether the recipient must say again that it is there
   */
  Step next(
      OutPending pending, Transit next, Instant notBefore, boolean awaitRelease, Moment moment) {
    if (awaitRelease) {
      return hold(next, moment);
    }
    if (!notBefore.isAfter(moment.now())) {
      return forward(next, pending.since(), moment);
    }
    return new Step(
        new Held(next, next.giveUpAt(policy.cltv()), Optional.of(notBefore)), List.of());
  }

  /** The incoming HTLC's channel is closed. */
  Step onChain(HtlcState state) {
    if (state instanceof OutPending pending) {
      return new Step(new OutPending(pending.transit(), pending.since(), true), List.of());
    }
    if (state instanceof Failing failing) {
      return new Step(new OnChain(failing.forgetAt()), List.of());
    }
    long expiry = state.live().map(transit -> transit.incoming().cltvExpiry()).orElse(0L);
    return new Step(new OnChain(expiry + HtlcState.FORGET_BLOCKS), List.of());
  }

  private static Step with(Step step, Effect effect) {
    List<Effect> effects = new ArrayList<>(step.effects());
    effects.add(effect);
    return new Step(step.next(), effects);
  }

  private static Effect ended(HtlcId htlc, OptionalInt failureCode) {
    return new Effect.Notify(new Notice.HoldEnded(htlc, failureCode));
  }

  private static Effect status(
      Incoming incoming, HoldStatus.State state, long expiry, Moment moment) {
    HoldStatus status = HoldStatus.create(incoming.id().encode(), state, moment.height(), expiry);
    return new Effect.SendPeerMessage(incoming.peer(), status.type(), status.encode());
  }
}
