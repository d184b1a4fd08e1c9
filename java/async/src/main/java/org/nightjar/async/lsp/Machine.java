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
  /** The most attempts at a held HTLC, after which one that never left it is not made again. */
  private static final int MAX_ATTEMPTS = 24;

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

  /** An HTLC that was not held has to be: it is committed, or has to wait for another release. */
  Step hold(Transit transit, Moment moment) {
    return hold(transit, false, moment);
  }

  /**
   * @param held whether it counted as held before: people are told of the beginning and of the end
   */
  private Step hold(Transit transit, boolean held, Moment moment) {
    long giveUpAt = transit.giveUpAt(policy.cltv());
    return giveUpAt <= moment.height()
        ? giveUp(transit, held, moment)
        : new Step(
            new Held(transit, giveUpAt, Optional.empty()),
            held ? List.of() : begun(transit, giveUpAt, moment));
  }

  private static List<Effect> begun(Transit transit, long giveUpAt, Moment moment) {
    Incoming incoming = transit.incoming();
    return List.of(
        status(incoming, HoldStatus.State.HELD, giveUpAt, moment),
        new Effect.Notify(new Notice.HtlcHeld(incoming.id(), incoming.amountMsat(), giveUpAt)));
  }

  /** A held HTLC is released. */
  Step release(Held held, Moment moment) {
    if (held.giveUpAt() <= moment.height()) {
      return giveUp(held, moment);
    }
    return forward(held.transit(), moment.now(), true, moment);
  }

  /** An HTLC that was not held may go on at once. */
  Step forward(Transit transit, Moment moment) {
    return forward(transit, moment.now(), false, moment);
  }

  /**
   * An HTLC may go on.
   *
   * @param since when it came, or was released
   * @param held whether it counted as held before
   */
  private Step forward(Transit transit, Instant since, boolean held, Moment moment) {
    if (!(transit.onward() instanceof Onward.Trampoline trampoline)) {
      return onWay(transit, since, held, moment);
    }
    TrampolineWays.Choice choice =
        ways.choose(transit.incoming(), trampoline, transit.attempts(), moment.height());
    return choice instanceof TrampolineWays.Found found
        ? onWay(transit.with(found.onward(), transit.entry()), since, held, moment)
        : fail(
            transit,
            ((TrampolineWays.None) choice).why(),
            Duration.between(since, moment.now()),
            held,
            moment);
  }

  private Step onWay(Transit transit, Instant since, boolean held, Moment moment) {
    Optional<PublicKey> next = environment.routes().peer(transit.next().channel());
    if (next.isEmpty()) {
      FailureMessage why = FailureMessage.of(UNKNOWN_NEXT_PEER);
      return fail(transit, why, Duration.between(since, moment.now()), held, moment);
    }
    return usable.test(next.get())
        ? offer(transit, since, held, moment)
        : await(transit, next.get(), since, held, moment);
  }

  private Step offer(Transit transit, Instant since, boolean held, Moment moment) {
    Incoming incoming = transit.incoming();
    List<Effect> effects = new ArrayList<>();
    effects.add(new Effect.OfferHtlc(transit.outgoing(environment)));
    if (incoming.hold()) {
      effects.add(status(incoming, HoldStatus.State.FORWARDED, moment.height(), moment));
    }
    if (held) {
      effects.add(ended(incoming.id(), OptionalInt.empty()));
    }
    return new Step(new OutPending(transit, since, false), effects);
  }

  /** The next peer is not there: whoever is worth it is waited for. */
  private Step await(Transit transit, PublicKey next, Instant since, boolean held, Moment moment) {
    boolean client = policy.clients().contains(next);
    // a clock that was set back is no reason to wait longer
    Instant until = (since.isAfter(moment.now()) ? moment.now() : since).plus(policy.peerWait());
    if (!(client || transit.incoming().hold()) || !moment.now().isBefore(until)) {
      return cannotGoOn(transit, since, held, moment);
    }
    List<Effect> effects = new ArrayList<>();
    if (client) {
      effects.add(new Effect.WakeClient(next));
    }
    if (transit.incoming().hold() && !held) {
      effects.addAll(begun(transit, transit.giveUpAt(policy.cltv()), moment));
    }
    return new Step(new AwaitPeer(transit, next, since, until), effects);
  }

  /** The next peer did not come: what was held is held again, until the next release. */
  private Step cannotGoOn(Transit transit, Instant since, boolean held, Moment moment) {
    if (transit.incoming().hold()) {
      return hold(transit, held, moment);
    }
    FailureMessage why = FailureMessage.of(TEMPORARY_CHANNEL_FAILURE);
    return fail(transit, why, Duration.between(since, moment.now()), held, moment);
  }

  /** The next peer is there. */
  Step peerUsable(AwaitPeer waiting, Moment moment) {
    Transit transit = waiting.transit();
    return isTooLate(transit, moment)
        ? giveUp(transit, waiting.isHeld(), moment)
        : forward(transit, waiting.since(), waiting.isHeld(), moment);
  }

  /** The time of a state has come. */
  Step timeout(AwaitPeer waiting, Moment moment) {
    return cannotGoOn(waiting.transit(), waiting.since(), waiting.isHeld(), moment);
  }

  /** Blocks may have come while it waited, or while this node was down. */
  boolean isTooLate(Transit transit, Moment moment) {
    long end =
        transit.incoming().hold()
            ? transit.giveUpAt(policy.cltv())
            : transit.onward().cltvExpiry() - policy.cltv().minimum();
    return end <= moment.height();
  }

  /** Height or hold window do not allow to hold it longer. */
  Step giveUp(Held held, Moment moment) {
    return giveUp(held.transit(), true, moment);
  }

  private Step giveUp(Transit transit, boolean held, Moment moment) {
    return fail(transit, tooLong(transit, moment), Duration.ZERO, held, moment);
  }

  private FailureMessage tooLong(Transit transit, Moment moment) {
    boolean expires = transit.expiryMargin(policy.cltv()) <= moment.height();
    return FailureMessage.of(expires ? EXPIRY_TOO_SOON : TEMPORARY_NODE_FAILURE);
  }

  /**
   * @param since how long this node had the HTLC
   */
  private Step fail(
      Transit transit, FailureMessage why, Duration since, boolean held, Moment moment) {
    Upstream upstream = transit.onward().upstream();
    HtlcFailure failure = answers.local(upstream, why, since);
    Step step = refuse(transit.incoming(), upstream.position(), failure, transit.again(), moment);
    return held ? step.with(ended(transit.incoming().id(), OptionalInt.of(why.code()))) : step;
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
        ? Optional.of(Duration.ofMillis(1 + (environment.random().nextLong() >>> 1) % most))
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
        ? giveUp(transit, false, moment)
        : forward(transit, pending.since(), false, moment);
  }

  /** An attempt never left this node, because the next peer was not there. */
  Step peerWasGone(OutPending pending, PublicKey next, Moment moment) {
    Transit transit = pending.transit().afterAttempt();
    return isTooLate(transit, moment)
        ? giveUp(transit, false, moment)
        : await(transit, next, pending.since(), false, moment);
  }

  /**
   * An attempt at a held HTLC never left this node, and there is no other onion: nobody has seen
   * this one, so it is held for another release.
   *
   * @return nothing if that was often enough
   */
  Optional<Step> holdAgain(OutPending pending, Moment moment) {
    Transit transit = pending.transit().afterAttempt();
    return transit.attempts() < MAX_ATTEMPTS
        ? Optional.of(hold(transit, moment))
        : Optional.empty();
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
    Instant at = notBefore.plus(ForeignTimes.shift(notBefore, moment.now()));
    if (!at.isAfter(moment.now())) {
      return forward(next, pending.since(), false, moment);
    }
    long giveUpAt = next.giveUpAt(policy.cltv());
    return new Step(new Held(next, giveUpAt, Optional.of(at)), begun(next, giveUpAt, moment));
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

  private static Effect ended(HtlcId htlc, OptionalInt failureCode) {
    return new Effect.Notify(new Notice.HoldEnded(htlc, failureCode));
  }

  private static Effect status(
      Incoming incoming, HoldStatus.State state, long expiry, Moment moment) {
    HoldStatus status = HoldStatus.create(incoming.id().encode(), state, moment.height(), expiry);
    return new Effect.SendPeerMessage(incoming.peer(), status.type(), status.encode());
  }
}
