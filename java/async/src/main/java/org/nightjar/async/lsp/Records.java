package org.nightjar.async.lsp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nightjar.async.AttemptId;
import org.nightjar.async.ChannelId;
import org.nightjar.async.Effect;
import org.nightjar.async.Environment;
import org.nightjar.async.HtlcId;
import org.nightjar.async.Reaction;
import org.nightjar.async.store.Store;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.async.store.Write;

/**
 * The HTLCs in the store, and what is cached of them: how much is held, who waits for whom, which
 * releases came early, which HTLCs were committed.
 */
final class Records {
  private final Environment environment;
  private final Store store;
  private final Delegations delegations;
  private final Map<ChannelId, Long> lastCommitted = new HashMap<>();
  private final Map<AttemptId, HtlcId> out = new HashMap<>();
  private final Map<HtlcId, AttemptId> attempts = new HashMap<>();

  final Holds holds = new Holds();
  final PeerIndex early = new PeerIndex();
  final PeerIndex waiting = new PeerIndex();

  Records(Environment environment, Delegations delegations) {
    this.environment = environment;
    store = environment.store();
    this.delegations = delegations;
  }

  /** A state, and the version of its record. */
  record Loaded(HtlcState state, long version) {}

  /** What the store says counts, also for the caches: a write that failed may have misled them. */
  Optional<Loaded> load(HtlcId id) throws StoreException {
    Optional<Stored> stored = store.load(HtlcCodec.key(id));
    if (stored.isEmpty()) {
      untrack(id);
      return Optional.empty();
    }
    Loaded loaded = loaded(stored.get());
    track(id, loaded.state());
    return Optional.of(loaded);
  }

  static Loaded loaded(Stored stored) throws StoreException {
    return new Loaded(HtlcCodec.decode(stored), stored.version());
  }

  /**
   * A transition as a reaction.
   *
   * @param before nothing if the HTLC had no record
   * @param also writes to be durable with it
   * @param after effects to be done after those of the transition
   */
  Reaction react(HtlcId id, Optional<Loaded> before, Step step, List<Write> also, Effect... after)
      throws StoreException {
    List<Write> writes = new ArrayList<>(also);
    HtlcState next = step.next();
    long version = before.map(Loaded::version).orElse(0L);
    writes.add(new Write.Put(HtlcCodec.key(id), version, HtlcCodec.encode(next), next.due()));
    if (next instanceof OutPending pending && !isOut(before, pending)) {
      Transit transit = pending.transit();
      writes.add(Attempts.claim(transit.attempt(environment), transit.incoming()));
    }
    if (next.live().isEmpty()) {
      writes.addAll(dropDelegations(id, before));
    }
    List<Effect> effects = new ArrayList<>(step.effects());
    effects.addAll(List.of(after));
    track(id, next);
    return new Reaction(writes, effects);
  }

  private static boolean isOut(Optional<Loaded> before, OutPending pending) {
    return before.isPresent()
        && before.get().state() instanceof OutPending old
        && old.transit().attempts() == pending.transit().attempts();
  }

  /** Forgets an HTLC. */
  Reaction forget(HtlcId id, Loaded before, List<Write> also) throws StoreException {
    List<Write> writes = new ArrayList<>(also);
    writes.add(new Write.Delete(HtlcCodec.key(id), before.version()));
    writes.addAll(dropDelegations(id, Optional.of(before)));
    untrack(id);
    return new Reaction(writes, List.of());
  }

  private List<Write> dropDelegations(HtlcId id, Optional<Loaded> before) throws StoreException {
    boolean any =
        before
            .flatMap(loaded -> loaded.state().live())
            .filter(transit -> !transit.delegated().isNothing())
            .isPresent();
    return any ? delegations.drop(id) : List.of();
  }

  /** Notes what a state counts for. */
  void track(HtlcId id, HtlcState state) {
    untrack(id);
    state.live().map(Transit::incoming).filter(Incoming::hold).ifPresent(holds::add);
    if (state instanceof OutPending pending) {
      AttemptId attempt = pending.transit().attempt(environment);
      attempts.put(id, attempt);
      out.put(attempt, id);
    }
    if (state instanceof AwaitPeer await) {
      waiting.put(id, await.nextPeer());
    }
    if (state instanceof EarlyRelease release) {
      early.put(id, release.peer());
    } else {
      committed(id);
    }
  }

  private void untrack(HtlcId id) {
    holds.remove(id);
    waiting.remove(id);
    early.remove(id);
    AttemptId attempt = attempts.remove(id);
    if (attempt != null) {
      out.remove(attempt);
    }
  }

  /** An HTLC was committed; ids of a channel are committed in their order (BOLT 2). */
  void committed(HtlcId id) {
    lastCommitted.merge(id.channel(), id.id(), (a, b) -> Long.compareUnsigned(a, b) >= 0 ? a : b);
  }

  /** Whether an HTLC without record is resolved, and not one that is still to come. */
  boolean isGone(HtlcId id) {
    Long last = lastCommitted.get(id.channel());
    return last != null && Long.compareUnsigned(id.id(), last) <= 0;
  }

  /**
   * The incoming HTLC that an attempt is for. One whose attempt is out is known however late the
   * outcome comes; of others the claims tell, as long as a channel may tell an outcome again.
   */
  Optional<HtlcId> incomingOf(AttemptId attempt) throws StoreException {
    HtlcId known = out.get(attempt);
    return known != null
        ? Optional.of(known)
        : store.load(Attempts.key(attempt)).map(claim -> HtlcId.decode(claim.value()));
  }

  void clear() {
    lastCommitted.clear();
    out.clear();
    attempts.clear();
    holds.clear();
    early.clear();
    waiting.clear();
  }
}
