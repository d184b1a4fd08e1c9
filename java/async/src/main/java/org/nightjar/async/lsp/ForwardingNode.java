package org.nightjar.async.lsp;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nightjar.PublicKey;
import org.nightjar.async.AttemptId;
import org.nightjar.async.Effect;
import org.nightjar.async.Environment;
import org.nightjar.async.Event;
import org.nightjar.async.HtlcFailure;
import org.nightjar.async.HtlcId;
import org.nightjar.async.IncomingHtlc;
import org.nightjar.async.PaymentHash;
import org.nightjar.async.Reaction;
import org.nightjar.async.Role;
import org.nightjar.async.lsp.Machine.Moment;
import org.nightjar.async.lsp.Records.Loaded;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.async.store.Write;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.WireException;
import org.nightjar.wire.async.AsyncMessage;
import org.nightjar.wire.async.ReleaseHeldHtlc;
import org.nightjar.wire.delegation.DelegationMessage;
import org.nightjar.wire.delegation.DelegationPut;
import org.nightjar.wire.delegation.OnionBookPut;
import org.nightjar.wire.delegation.OutboxPut;
import org.nightjar.wire.message.OnionMessagePayload;
import org.nightjar.wire.message.PeeledMessage;

/**
 * Forwards HTLCs, and holds those that their peer asks to hold until the recipient releases them
 * (BOLT 4; bolts#1149). A trampoline onion goes to the next trampoline node, on a way of this
 * node's choice (bolts#836). An HTLC for this node as recipient, dummy hops included, fails, or is
 * another role's business: see {@link HoldPolicy#receives}.
 *
 * <p>A release is never answered, whatever comes of it, so nobody learns from it which HTLCs there
 * are.
 */
public final class ForwardingNode implements Role {
  /** Records to look at for one event; those left over come with the next tick. */
  private static final int BATCH = 1000;

  private final Environment environment;
  private final HoldPolicy policy;
  private final Machine machine;
  private final ReplayGuard guard;
  private final ReleasePaths releasePaths;
  private final Delegations delegations;
  private final Records records;
  private final Admission admission;
  private final DelegationDesk desk;
  private final Retries retries;

  // Caches: rebuilt at start, or no loss.
  private final Set<PublicKey> usable = new HashSet<>();
  private final EarlyPuts earlyPuts = new EarlyPuts();
  private final Set<Key> sent = new HashSet<>();
  private long height;
  private boolean moreHeights;
  private Instant latest = Instant.EPOCH;

  /** A role of a node. */
  public ForwardingNode(Environment environment, HoldPolicy policy) {
    this.environment = environment;
    this.policy = policy;
    Answers answers = new Answers(environment.nightjar().failures());
    ForwardRules rules = new ForwardRules(environment.routes(), policy);
    TrampolineWays ways = new TrampolineWays(environment, rules);
    machine = new Machine(environment, policy, usable::contains, answers, ways);
    OnionReader reader = new OnionReader(environment, policy, rules, ways);
    guard = new ReplayGuard(environment, policy);
    releasePaths = new ReleasePaths(environment);
    delegations = new Delegations(environment.store());
    records = new Records(environment, delegations);
    desk = new DelegationDesk(environment, policy, reader, guard, delegations, records);
    admission = new Admission(environment, policy, machine, reader, guard, records, desk);
    retries = new Retries(environment, policy, reader, answers, delegations);
  }

  /**
   * Where the recipient releases an HTLC: for revoke_and_ack. The same each time.
   *
   * @param payer who adds the HTLC
   * @param cltvExpiry of the HTLC, block height: the path is good until then
   */
  public BlindedPath releasePath(HtlcId htlc, PublicKey payer, long cltvExpiry) {
    return releasePaths.create(htlc, payer, cltvExpiry);
  }

  @Override
  public List<Reaction> on(Event event, Instant now) throws StoreException {
    Instant time = now.truncatedTo(ChronoUnit.MILLIS);
    List<Reaction> reactions = new ArrayList<>();
    if (time.plus(policy.peerWait()).isBefore(latest)) {
      reactions.addAll(visit((id, loaded) -> ifStuck(id, loaded, time)));
    }
    latest = time;
    reactions.addAll(react(event, time));
    return reactions;
  }

  private List<Reaction> react(Event event, Instant now) throws StoreException {
    if (event instanceof Event.Started started) {
      return onStarted(started.height(), now);
    }
    if (event instanceof Event.Tick) {
      return onTick(now);
    }
    if (event instanceof Event.BlockConnected block) {
      return onBlock(block.height(), now);
    }
    if (event instanceof Event.PeerUsable peer) {
      return onPeerUsable(peer.peer(), now);
    }
    if (event instanceof Event.PeerGone peer) {
      usable.remove(peer.peer());
      earlyPuts.drop(peer.peer());
      return List.of();
    }
    if (event instanceof Event.MessageArrived arrived
        && arrived.message() instanceof PeeledMessage.Last last) {
      return onMessage(last, now);
    }
    if (event instanceof Event.PeerMessageArrived arrived) {
      return onPeerMessage(arrived, now);
    }
    return onHtlcEvent(event, now);
  }

  private List<Reaction> onHtlcEvent(Event event, Instant now) throws StoreException {
    if (event instanceof Event.HtlcCommitted committed) {
      return onCommitted(committed.htlc(), now);
    }
    if (event instanceof Event.HtlcFulfilled fulfilled) {
      return onFulfilled(fulfilled, now);
    }
    if (event instanceof Event.HtlcFailed failed) {
      return onFailed(failed, now);
    }
    if (event instanceof Event.HtlcOnChain onChain) {
      return onChain(onChain.htlc());
    }
    if (event instanceof Event.HtlcRemoved removed) {
      return onRemoved(removed.htlc(), now);
    }
    return List.of();
  }

  private Moment moment(Instant now) {
    return new Moment(now, height);
  }

  static void refused(Environment environment, String reason) {
    environment.observer().refused(ForwardingNode.class.getSimpleName(), reason);
  }

  private List<Reaction> refused(String reason) {
    refused(environment, reason);
    return List.of();
  }

  // Start.

  private List<Reaction> onStarted(long newHeight, Instant now) throws StoreException {
    height = newHeight;
    usable.clear();
    sent.clear();
    earlyPuts.clear();
    records.clear();
    moreHeights = true;
    return visit(
        (id, loaded) -> {
          records.track(id, loaded.state());
          List<Reaction> reactions = new ArrayList<>(ifStuck(id, loaded, now));
          return reactions.isEmpty() ? again(id, loaded.state(), moment(now)) : reactions;
        });
  }

  /** What is done with a record. */
  @FunctionalInterface
  private interface Visit {
    List<Reaction> of(HtlcId id, Loaded loaded) throws StoreException;
  }

  private List<Reaction> visit(Visit visit) throws StoreException {
    List<Reaction> reactions = new ArrayList<>();
    @Nullable Key after = null;
    List<Stored> page;
    do {
      page = environment.store().scan(Kind.HOLD, after, BATCH);
      for (Stored stored : page) {
        reactions.addAll(visit.of(HtlcCodec.id(stored.key()), Records.loaded(stored)));
        after = stored.key();
      }
    } while (page.size() == BATCH);
    return reactions;
  }

  /** Ends a wait that a clock which was set back would make last as much longer. */
  private List<Reaction> ifStuck(HtlcId id, Loaded loaded, Instant now) throws StoreException {
    Optional<Instant> begun = Optional.empty();
    if (loaded.state() instanceof EarlyRelease early) {
      begun = Optional.of(early.until().minus(policy.earlyReleases().life()));
    } else if (loaded.state() instanceof AwaitPeer waiting) {
      begun = Optional.of(waiting.until().minus(policy.peerWait()));
    } else if (loaded.state() instanceof Failing failing) {
      begun = failing.at().map(at -> at.minus(policy.maxBlindedFailureDelay()));
    }
    return begun.filter(now::isBefore).isPresent() ? List.of(onDue(id, loaded, now)) : List.of();
  }

  /** Asks again for what follows from a state; doing it twice is as once. */
  private List<Reaction> again(HtlcId id, HtlcState state, Moment moment) {
    if (state instanceof OutPending pending) {
      return List.of(Reaction.of(offerAgain(pending.transit(), moment)));
    }
    if (state instanceof Failing failing && failing.at().isEmpty()) {
      return List.of(Reaction.of(new Effect.FailHtlc(id, failing.failure())));
    }
    if (state instanceof Fulfilled fulfilled) {
      return List.of(
          Reaction.of(new Effect.FulfilHtlc(id, fulfilled.preimage(), fulfilled.attribution())));
    }
    return List.of();
  }

  /** The attempt may never have got to its channel; added too late it could cost its amount. */
  private Effect offerAgain(Transit transit, Moment moment) {
    return machine.isTooLate(transit, moment)
        ? new Effect.WithdrawHtlc(transit.attempt(environment), transit.next().channel())
        : new Effect.OfferHtlc(transit.outgoing(environment));
  }

  // Incoming HTLCs.

  private List<Reaction> onCommitted(IncomingHtlc htlc, Instant now) throws StoreException {
    Optional<Loaded> before = records.load(htlc.id());
    if (before.isPresent() && !(before.get().state() instanceof EarlyRelease)) {
      return again(htlc.id(), before.get().state(), moment(now));
    }
    List<DelegationPut> puts = earlyPuts.take(htlc.id(), htlc.peer());
    return admission.admit(htlc, before, puts, moment(now));
  }

  private List<Reaction> onChain(HtlcId id) throws StoreException {
    Optional<Loaded> before = records.load(id);
    if (before.isEmpty()
        || before.get().state() instanceof Fulfilled
        || before.get().state() instanceof OnChain) {
      return List.of();
    }
    Step step = machine.onChain(before.get().state());
    return List.of(records.react(id, before, step, List.of()));
  }

  private List<Reaction> onRemoved(HtlcId id, Instant now) throws StoreException {
    Optional<Loaded> before = records.load(id);
    if (before.isEmpty()) {
      return List.of();
    }
    HtlcState state = before.get().state();
    if (state.live().isPresent()) {
      refused("an HTLC removed that is not resolved");
      return onChain(id);
    }
    List<Write> again =
        state instanceof Failing failing && failing.again().isPresent()
            ? List.of(guard.failed(failing.again().get(), now))
            : List.of();
    return List.of(records.forget(id, before.get(), again));
  }

  // Releases.

  private List<Reaction> onMessage(PeeledMessage.Last message, Instant now) throws StoreException {
    Optional<ReleasePaths.Release> release = releasePaths.read(message.data());
    if (release.isEmpty()) {
      return List.of();
    }
    if (!isRelease(message.payload())) {
      return refused("no release over a release path");
    }
    if (release.get().isExpired(height)) {
      return refused("a release of an HTLC that has expired");
    }
    HtlcId id = release.get().htlc();
    Optional<Loaded> before = records.load(id);
    if (before.isEmpty()) {
      return releaseEarly(release.get(), now);
    }
    if (!(before.get().state() instanceof Held held) || held.retryAt().isPresent()) {
      return refused("a release twice or too late");
    }
    if (!held.transit().incoming().peer().equals(release.get().peer())) {
      return refused("a release of another peer's HTLC");
    }
    return List.of(records.react(id, before, machine.release(held, moment(now)), List.of()));
  }

  private boolean isRelease(OnionMessagePayload payload) {
    try {
      return payload.content().isPresent()
          && AsyncMessage.decode(payload.content().get(), environment.profile())
              instanceof ReleaseHeldHtlc;
    } catch (WireException e) {
      return false;
    }
  }

  private List<Reaction> releaseEarly(ReleasePaths.Release release, Instant now)
      throws StoreException {
    if (!policy.holds() || records.isGone(release.htlc())) {
      return refused("a release of an HTLC that is gone");
    }
    if (records.early.count(release.peer()) >= policy.earlyReleases().perPeer()) {
      return refused("too many early releases for a peer");
    }
    Instant until = now.plus(policy.earlyReleases().life());
    Step step = new Step(new EarlyRelease(release.peer(), until), List.of());
    return List.of(records.react(release.htlc(), Optional.empty(), step, List.of()));
  }

  // Outgoing HTLCs.

  /** The state that waits for the outcome of an attempt. */
  private Optional<OutPending> pending(Optional<Loaded> loaded, AttemptId attempt) {
    return loaded
        .filter(l -> l.state() instanceof OutPending)
        .map(l -> (OutPending) l.state())
        .filter(pending -> pending.transit().attempt(environment).equals(attempt));
  }

  /** What becomes of an HTLC with the outcome of its attempt; nothing if that cannot be. */
  @FunctionalInterface
  private interface Settling {
    Optional<Step> of(OutPending pending) throws StoreException;
  }

  private List<Reaction> settle(AttemptId attempt, Instant now, Settling settling)
      throws StoreException {
    Optional<HtlcId> id = records.incomingOf(attempt);
    if (id.isEmpty()) {
      return List.of();
    }
    Effect forget = new Effect.ForgetOutcome(attempt);
    Optional<Loaded> before = records.load(id.get());
    Optional<OutPending> pending = pending(before, attempt);
    if (pending.isEmpty()) {
      return List.of(Reaction.of(forget));
    }
    Optional<Step> step = settling.of(pending.get());
    return step.isEmpty()
        ? List.of()
        : List.of(
            records.react(id.get(), before, step.get(), tellAgain(step.get().next(), now), forget));
  }

  private List<Reaction> onFulfilled(Event.HtlcFulfilled event, Instant now) throws StoreException {
    PaymentHash hash = event.preimage().hash(environment.nightjar().primitives());
    return settle(
        event.attempt(),
        now,
        pending -> {
          if (!hash.equals(pending.transit().incoming().paymentHash())) {
            refused("a preimage of another hash");
            return Optional.empty();
          }
          return Optional.of(
              machine.fulfilled(pending, event.preimage(), event.attribution(), moment(now)));
        });
  }

  private List<Reaction> onFailed(Event.HtlcFailed event, Instant now) throws StoreException {
    return settle(
        event.attempt(),
        now,
        pending -> Optional.of(afterFailure(pending, event.failure(), moment(now))));
  }

  private Step afterFailure(OutPending pending, HtlcFailure failure, Moment moment)
      throws StoreException {
    if (pending.onChain()) {
      return new Step(
          new OnChain(pending.transit().incoming().cltvExpiry() + HtlcState.FORGET_BLOCKS),
          List.of());
    }
    Optional<PublicKey> nextPeer = environment.routes().peer(pending.transit().next().channel());
    if (nextPeer.isPresent()
        && failure instanceof HtlcFailure.Local local
        && local.cause() == HtlcFailure.Cause.PEER_UNUSABLE) {
      return machine.peerWasGone(pending, nextPeer.get(), moment);
    }
    if (retries.deservesOtherWay(pending, failure)) {
      return machine.otherWay(pending, moment);
    }
    Optional<Retries.Next> next = retries.after(pending, failure, height);
    if (next.isPresent()) {
      return machine.next(
          pending, next.get().transit(), next.get().notBefore(), next.get().awaitRelease(), moment);
    }
    Optional<Step> again =
        pending.transit().incoming().hold() && neverLeft(failure)
            ? machine.holdAgain(pending, moment)
            : Optional.empty();
    return again.orElseGet(() -> machine.failed(pending, failure, moment));
  }

  /** Whether the next channel may well take the same onion later. */
  private static boolean neverLeft(HtlcFailure failure) {
    return failure instanceof HtlcFailure.Local local
        && local.cause() == HtlcFailure.Cause.NO_CAPACITY;
  }

  /** When an HTLC has to wait for another release, the recipient is told so, if that is left. */
  private List<Write> tellAgain(HtlcState next, Instant now) throws StoreException {
    return next instanceof Held held && held.retryAt().isEmpty()
        ? delegations.hurry(held.transit().incoming().id(), sent, now)
        : List.of();
  }

  // Peers.

  private List<Reaction> onPeerUsable(PublicKey peer, Instant now) throws StoreException {
    usable.add(peer);
    List<Reaction> reactions = new ArrayList<>();
    for (HtlcId id : records.waiting.of(peer)) {
      Optional<Loaded> before = records.load(id);
      if (before.isPresent() && before.get().state() instanceof AwaitPeer waiting) {
        Step step = machine.peerUsable(waiting, moment(now));
        reactions.add(records.react(id, before, step, List.of()));
      }
    }
    return reactions;
  }

  private List<Reaction> onPeerMessage(Event.PeerMessageArrived event, Instant now)
      throws StoreException {
    if (event.type() != OutboxPut.TYPE && event.type() != OnionBookPut.TYPE) {
      return List.of();
    }
    DelegationPut put;
    try {
      put = (DelegationPut) DelegationMessage.decode(event.type(), event.payload());
    } catch (WireException e) {
      return refused("a delegation that is malformed");
    }
    HtlcId id = HtlcId.decode(put.htlc());
    Optional<Loaded> before = records.load(id);
    if (before.isEmpty() || before.get().state() instanceof EarlyRelease) {
      return !records.isGone(id) && earlyPuts.add(event.from(), id, put)
          ? List.of()
          : refused("a delegation for no HTLC");
    }
    Optional<Reaction> reaction = desk.put(event.from(), put, before.get(), moment(now));
    return reaction.isPresent()
        ? List.of(reaction.get())
        : refused("a delegation for an HTLC that is not held for this peer");
  }

  // Time and height.

  private List<Reaction> onBlock(long newHeight, Instant now) throws StoreException {
    height = newHeight;
    List<Reaction> reactions = new ArrayList<>();
    List<Write> pruned = guard.prune(height, BATCH);
    if (!pruned.isEmpty()) {
      reactions.add(new Reaction(pruned, List.of()));
    }
    reactions.addAll(atHeight(now));
    return reactions;
  }

  private List<Reaction> atHeight(Instant now) throws StoreException {
    List<Stored> due = environment.store().dueAtHeight(Kind.HOLD, height, BATCH);
    moreHeights = due.size() == BATCH;
    List<Reaction> reactions = new ArrayList<>();
    for (Stored stored : due) {
      HtlcId id = HtlcCodec.id(stored.key());
      Loaded loaded = Records.loaded(stored);
      reactions.add(
          loaded.state() instanceof Held held
              ? records.react(id, Optional.of(loaded), machine.giveUp(held, moment(now)), List.of())
              : records.forget(id, loaded, List.of()));
    }
    return reactions;
  }

  private List<Reaction> onTick(Instant now) throws StoreException {
    List<Reaction> reactions = new ArrayList<>();
    if (moreHeights) {
      reactions.addAll(atHeight(now));
    }
    for (Stored stored : environment.store().due(Kind.HOLD, now, BATCH)) {
      reactions.add(onDue(HtlcCodec.id(stored.key()), Records.loaded(stored), now));
    }
    for (Stored stored : delegations.dueMessages(now, BATCH)) {
      reactions.add(onDueMessage(stored, now));
    }
    return reactions;
  }

  private Reaction onDue(HtlcId id, Loaded loaded, Instant now) throws StoreException {
    HtlcState state = loaded.state();
    if (state instanceof EarlyRelease) {
      return records.forget(id, loaded, List.of());
    }
    Step step;
    if (state instanceof AwaitPeer waiting) {
      step = machine.timeout(waiting, moment(now));
    } else if (state instanceof Failing failing) {
      step = new Step(failing.said(), List.of(new Effect.FailHtlc(id, failing.failure())));
    } else {
      step = machine.release((Held) state, moment(now));
    }
    return records.react(id, Optional.of(loaded), step, tellAgain(step.next(), now));
  }

  /** Sends a message first, and deletes it with the next tick, so that a crash loses none. */
  private Reaction onDueMessage(Stored stored, Instant now) throws StoreException {
    Optional<HtlcState> state = records.load(Delegations.htlc(stored)).map(Loaded::state);
    if (state.isEmpty() || state.get().live().isEmpty() || sent.remove(stored.key())) {
      Write delete = new Write.Delete(stored.key(), stored.version());
      return new Reaction(List.of(delete), List.of());
    }
    if (!(state.get() instanceof Held)) {
      return new Reaction(List.of(Delegations.postpone(stored, now)), List.of());
    }
    sent.add(stored.key());
    return Reaction.of(Delegations.send(stored));
  }
}
