package org.nightjar.sim.channel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.nightjar.PublicKey;
import org.nightjar.async.AttemptId;
import org.nightjar.async.Event;
import org.nightjar.async.HtlcFailure;
import org.nightjar.async.HtlcId;
import org.nightjar.async.IncomingHtlc;
import org.nightjar.async.IncomingPtlc;
import org.nightjar.async.store.StoreException;
import org.nightjar.wire.BlindedPath;

/**
 * One end of a channel: HTLCs, commitments, revocations and re-establishment (BOLT 2 "Normal
 * Operation", "Message Retransmission"). It makes its state durable before each message that
 * promises something, and asks nothing twice of a peer that may have forgotten. One thread at a
 * time.
 */
public final class ChannelEnd {
  private static final Removal CLOSED =
      new Removal.Fail(new HtlcFailure.Local(HtlcFailure.Cause.CHANNEL_CLOSED));

  private final ChannelTerms terms;
  private final PublicKey peer;
  private final Locks locks;
  private final ChannelPort port;
  private final ChannelState state;

  /** What the node wants removed and no commitment covers yet. */
  private final Map<Long, Removal> wanted = new TreeMap<>();

  private boolean connected;
  private boolean reestablished;

  /** An end as it begins, or begins again with what was durable. */
  public ChannelEnd(
      ChannelTerms terms, PublicKey peer, Locks locks, ChannelPort port, ChannelState durable) {
    this.terms = terms;
    this.peer = peer;
    this.locks = locks;
    this.port = port;
    this.state = durable.copy();
    state.rollBack();
  }

  public ChannelTerms terms() {
    return terms;
  }

  public PublicKey peer() {
    return peer;
  }

  /** What this end knows; not to be changed. */
  public ChannelState state() {
    return state;
  }

  public boolean isUsable() {
    return reestablished;
  }

  /** Tells the node what it may have missed: live incoming HTLCs, and outcomes. */
  public void tellAgain() {
    for (Htlc htlc : state.received()) {
      if (htlc.stage() == Stage.LIVE) {
        port.tell(committed(htlc));
        if (state.isClosed()) {
          port.tell(onChain(htlc));
        }
      }
    }
    state.outcomes().forEach((attempt, outcome) -> port.tell(outcome(attempt, outcome)));
  }

  // --- what the node asks

  /** Adds an HTLC, if the attempt is new; else tells again what became of it. */
  public void offer(Addition htlc) {
    AttemptId attempt = htlc.attempt();
    if (tellsAgain(attempt)) {
      return;
    }
    if (state.isClosed() || !locks.accepts(htlc.lock())) {
      port.tell(local(attempt, HtlcFailure.Cause.UNKNOWN_CHANNEL));
    } else if (!reestablished) {
      port.tell(local(attempt, HtlcFailure.Cause.PEER_UNUSABLE));
    } else if (htlc.hold() && !terms.peerHolds()) {
      port.tell(local(attempt, HtlcFailure.Cause.NO_HOLD_FEATURE));
    } else if (htlc.amountMsat() <= 0
        || htlc.amountMsat() > state.localMsat()
        || state.offered().size() >= terms.maxHtlcs()) {
      port.tell(local(attempt, HtlcFailure.Cause.NO_CAPACITY));
    } else {
      add(htlc);
    }
  }

  /** Refuses an HTLC, if the attempt is new; else tells again what became of it. */
  public void withdraw(AttemptId attempt) {
    if (!tellsAgain(attempt)) {
      port.tell(local(attempt, HtlcFailure.Cause.TOO_LATE));
    }
  }

  /** Whether it knows an attempt; what it knows of it is told. */
  private boolean tellsAgain(AttemptId attempt) {
    Optional<Htlc> known = state.attempt(attempt);
    Removal outcome = state.outcomes().get(attempt);
    if (outcome != null) {
      port.tell(outcome(attempt, outcome));
    } else if (known.isPresent() && known.get().releasePath() != null) {
      port.tell(release(known.get()));
    }
    return outcome != null || known.isPresent();
  }

  private void add(Addition htlc) {
    Htlc plain = Htlc.added(state.nextOffered(), htlc);
    Htlc added = plain.presignedBy(locks.presign(terms.id(), plain));
    state.offer(added);
    port.send(update(added));
  }

  /**
   * Removes an incoming HTLC; the first wish counts.
   *
   * @param id of the HTLC; one that is gone is ignored
   */
  public void remove(long id, Removal removal) {
    Htlc htlc = state.received(id).orElse(null);
    if (htlc == null) {
      return;
    }
    Removal before = htlc.removal() != null ? htlc.removal() : wanted.get(id);
    if (before != null) {
      if (before.getClass() != removal.getClass()) {
        port.violated("a role both fulfils and fails an HTLC");
      }
      return;
    }
    if (htlc.stage() != Stage.LIVE) {
      port.violated("a role removes an HTLC that is not yet committed");
      return;
    }
    if (removal instanceof Removal.Fulfil fulfil && !locks.opens(fulfil.secret(), htlc.lock())) {
      port.violated("a role fulfils with another secret");
      return;
    }
    if (removal instanceof Removal.Fail fail && fail.failure() instanceof HtlcFailure.Local) {
      port.violated("a role fails an incoming HTLC with a failure that no channel carries");
      return;
    }
    wanted.put(id, removal);
    if (state.isClosed()) {
      claim(htlc);
    }
  }

  private void claim(Htlc htlc) {
    Removal removal = htlc.removal() != null ? htlc.removal() : wanted.get(htlc.id());
    if (removal instanceof Removal.Fulfil fulfil) {
      port.claim(htlc.id(), locks.witness(terms.id(), htlc, fulfil.secret()));
    }
  }

  /** Whether the node wants to fail an incoming HTLC, and no commitment covers that yet. */
  public boolean wantsToFail(long id) {
    return wanted.get(id) instanceof Removal.Fail;
  }

  /** Whether the node fulfils an incoming HTLC that is not yet gone. */
  public boolean fulfils(Htlc htlc) {
    return htlc.removal() instanceof Removal.Fulfil
        || wanted.get(htlc.id()) instanceof Removal.Fulfil;
  }

  /** Whether the node wants to fulfil or fail an incoming HTLC, and no commitment covers that. */
  public boolean wantsToRemove(long id) {
    return wanted.containsKey(id);
  }

  /** Forgets the outcome of an attempt. */
  public void forget(AttemptId attempt) throws StoreException {
    if (state.forget(attempt)) {
      persist();
    }
  }

  /** Sends the removals that are wanted, and commits to what is new. */
  public void flush() throws StoreException {
    if (!reestablished) {
      return;
    }
    for (Map.Entry<Long, Removal> entry : wanted.entrySet()) {
      Htlc htlc = state.received(entry.getKey()).orElseThrow();
      if (htlc.stage() == Stage.LIVE) {
        Htlc removed = htlc.removedBy(entry.getValue());
        state.update(false, removed);
        port.send(update(removed, entry.getValue()));
      }
    }
    if (!state.awaitsRevocation() && state.hasUncommitted()) {
      state.commit(true);
      wanted.keySet().removeIf(id -> isCommitted(state.received(id)));
      persist();
      port.send(signature());
    }
  }

  private static boolean isCommitted(Optional<Htlc> removed) {
    return removed.isEmpty() || removed.get().stage().compareTo(Stage.REMOVED) > 0;
  }

  private ChannelMessage.CommitmentSigned signature() {
    return new ChannelMessage.CommitmentSigned(state.offered().size() + state.received().size());
  }

  // --- the connection

  /** A connection begins. */
  public void connect() {
    if (state.isClosed()) {
      return;
    }
    connected = true;
    port.send(
        new ChannelMessage.ChannelReestablish(
            state.commitmentsReceived(), state.revocationsReceived()));
  }

  /** The connection ended. HTLCs that no commitment covers fail here. */
  public void disconnect() {
    connected = false;
    reestablished = false;
    for (AttemptId attempt : state.rollBack()) {
      port.tell(local(attempt, HtlcFailure.Cause.PEER_UNUSABLE));
    }
  }

  /** A message of the other end. */
  public void receive(ChannelMessage message) throws StoreException {
    if (state.isClosed()) {
      return;
    }
    if (message instanceof ChannelMessage.ChannelReestablish reestablish) {
      reestablish(reestablish);
    } else if (!reestablished) {
      port.violated("a channel message before channel_reestablish: " + message.getClass());
    } else if (message instanceof ChannelMessage.UpdateAddHtlc add) {
      receive(add);
    } else if (message instanceof ChannelMessage.UpdateFulfillHtlc fulfil) {
      receive(fulfil.id(), new Removal.Fulfil(fulfil.secret(), fulfil.attribution()));
    } else if (message instanceof ChannelMessage.UpdateFailHtlc fail) {
      receive(fail.id(), new Removal.Fail(fail.failure()));
    } else if (message instanceof ChannelMessage.CommitmentSigned) {
      receiveCommitment();
    } else if (message instanceof ChannelMessage.RevokeAndAck revocation) {
      receive(revocation);
    }
  }

  private void reestablish(ChannelMessage.ChannelReestablish theirs) throws StoreException {
    if (!connected || reestablished) {
      port.violated("channel_reestablish at a wrong time");
      return;
    }
    long lostCommitments = state.commitmentsSent() - theirs.commitmentsReceived();
    long lostRevocations = state.revocationsSent() - theirs.revocationsReceived();
    if (lostCommitments < 0 || lostCommitments > 1 || lostRevocations < 0 || lostRevocations > 1) {
      port.violated(
          "channel_reestablish: "
              + lostCommitments
              + " commitments and "
              + lostRevocations
              + " revocations were lost");
      return;
    }
    if (lostRevocations == 1 && !state.revokedLast()) {
      port.send(revocation());
    }
    if (lostCommitments == 1) {
      commitAgain();
    }
    if (lostRevocations == 1 && state.revokedLast()) {
      port.send(revocation());
    }
    reestablished = true;
    port.usable();
    flush();
  }

  private void commitAgain() {
    for (Htlc htlc : state.offered()) {
      if (htlc.stage() == Stage.ADD_COMMITTED) {
        port.send(update(htlc));
      }
    }
    for (Htlc htlc : state.received()) {
      if (htlc.stage() == Stage.REMOVE_COMMITTED) {
        port.send(update(htlc, Objects.requireNonNull(htlc.removal())));
      }
    }
    port.send(signature());
  }

  // --- the chain

  /** What has an output in the commitment that this end can publish now. */
  public Outputs outputs() {
    ChannelState published = state.copy();
    published.rollBack();
    return published.outputs();
  }

  /**
   * A commitment of one of the ends is in a block (BOLT 5). HTLCs that have an output in it are
   * told to be on chain, and claimed if they are fulfilled; the others are gone.
   */
  public void close(Outputs outputs) {
    disconnect();
    state.received().stream()
        .filter(htlc -> outputs.received().contains(htlc.id()))
        .forEach(this::claim);
    for (Htlc gone : state.close(outputs)) {
      outcome(gone, gone.removal() != null ? gone.removal() : CLOSED);
    }
    state.received().stream()
        .filter(htlc -> htlc.stage() == Stage.LIVE)
        .forEach(htlc -> port.tell(onChain(htlc)));
  }

  /** The chain resolved an HTLC that this end offered: with a claim, or it timed out. */
  public void resolveOffered(long id, Optional<Witness> claim) {
    Htlc htlc = Objects.requireNonNull(state.offered(id));
    Removal how = how(htlc, claim);
    state.resolve(true, id, how);
    outcome(htlc, how);
  }

  /** The chain resolved an HTLC that the peer offered. */
  public void resolveReceived(long id, Optional<Witness> claim) {
    state.resolve(false, id, how(state.received(id).orElseThrow(), claim));
    port.tell(new Event.HtlcRemoved(new HtlcId(terms.id(), id)));
  }

  private Removal how(Htlc htlc, Optional<Witness> claim) {
    if (claim.isEmpty()) {
      return CLOSED;
    }
    Secret secret =
        locks
            .read(htlc, claim.get())
            .filter(read -> locks.opens(read, htlc.lock()))
            .orElseThrow(() -> new IllegalStateException("a claim on chain shows no secret"));
    return new Removal.Fulfil(secret, Optional.empty());
  }

  private void outcome(Htlc gone, Removal how) {
    learn(gone, how);
    port.tell(outcome(Objects.requireNonNull(gone.attempt()), how));
  }

  // --- what the peer says

  private void receive(ChannelMessage.UpdateAddHtlc add) {
    if (add.id() != state.nextReceived() || add.amountMsat() > state.remoteMsat()) {
      port.violated("update_add_htlc " + add.id() + " of " + add.amountMsat() + " msat");
      return;
    }
    Htlc received = Htlc.received(add);
    if (!locks.accepts(add.lock()) || !locks.isClaimable(terms.id(), received)) {
      port.violated("update_add_htlc " + add.id() + " could not be claimed on chain");
      return;
    }
    state.receive(received);
  }

  private void receive(long id, Removal removal) throws StoreException {
    Htlc htlc = state.offered(id);
    if (htlc == null || htlc.stage() != Stage.LIVE) {
      port.violated("an update removes an HTLC that is not live");
      return;
    }
    state.update(true, htlc.removedBy(removal));
    if (removal instanceof Removal.Fulfil fulfil) {
      if (!locks.opens(fulfil.secret(), htlc.lock())) {
        port.violated("update_fulfill_htlc with another secret");
        return;
      }
      learn(htlc, removal);
      persist();
      port.tell(outcome(Objects.requireNonNull(htlc.attempt()), removal));
    }
  }

  private void learn(Htlc htlc, Removal removal) {
    state.learn(Objects.requireNonNull(htlc.attempt()), removal);
  }

  private void receiveCommitment() throws StoreException {
    state.commit(false);
    List<Htlc> moved = state.revoke(true);
    persist();
    port.send(revocation());
    for (Htlc htlc : moved) {
      if (htlc.stage() == Stage.GONE) {
        port.tell(new Event.HtlcRemoved(new HtlcId(terms.id(), htlc.id())));
      }
    }
    flush();
  }

  private ChannelMessage.RevokeAndAck revocation() {
    List<ChannelMessage.Release> releases = new ArrayList<>();
    for (long id : state.lastHeld()) {
      state
          .received(id)
          .flatMap(htlc -> port.releasePath(new HtlcId(terms.id(), id), htlc.cltvExpiry()))
          .ifPresent(path -> releases.add(new ChannelMessage.Release(id, path)));
    }
    return new ChannelMessage.RevokeAndAck(releases);
  }

  private void receive(ChannelMessage.RevokeAndAck revocation) throws StoreException {
    if (!state.awaitsRevocation()) {
      port.violated("revoke_and_ack without a commitment");
      return;
    }
    List<Htlc> moved = state.revoke(false);
    Map<AttemptId, Removal> failed = new LinkedHashMap<>();
    for (Htlc htlc : moved) {
      if (htlc.stage() == Stage.GONE && htlc.removal() instanceof Removal.Fail fail) {
        learn(htlc, fail);
        failed.put(Objects.requireNonNull(htlc.attempt()), fail);
      }
    }
    List<Htlc> released = new ArrayList<>();
    for (ChannelMessage.Release release : revocation.releases()) {
      Htlc htlc = state.offered(release.id());
      if (htlc != null && htlc.hold()) {
        released.add(keep(htlc, release.path()));
      }
    }
    persist();
    released.forEach(htlc -> port.tell(release(htlc)));
    for (Htlc htlc : moved) {
      if (htlc.stage() == Stage.LIVE) {
        port.tell(committed(htlc));
      }
    }
    failed.forEach((attempt, removal) -> port.tell(outcome(attempt, removal)));
    flush();
  }

  private Htlc keep(Htlc htlc, BlindedPath path) {
    Htlc kept = htlc.releasedOver(path);
    state.update(true, kept);
    return kept;
  }

  // --- messages and events

  private void persist() throws StoreException {
    port.persist(state.copy());
  }

  private static ChannelMessage update(Htlc htlc) {
    return new ChannelMessage.UpdateAddHtlc(
        htlc.id(),
        htlc.amountMsat(),
        htlc.lock(),
        htlc.cltvExpiry(),
        htlc.onion(),
        htlc.pathKey(),
        htlc.hold(),
        htlc.presignature());
  }

  private static ChannelMessage update(Htlc htlc, Removal removal) {
    return removal instanceof Removal.Fulfil fulfil
        ? new ChannelMessage.UpdateFulfillHtlc(htlc.id(), fulfil.secret(), fulfil.attribution())
        : new ChannelMessage.UpdateFailHtlc(
            htlc.id(), ((Removal.Fail) removal).failure(), htlc.lock() instanceof Lock.Point);
  }

  private Event committed(Htlc htlc) {
    HtlcId id = new HtlcId(terms.id(), htlc.id());
    if (htlc.lock() instanceof Lock.Point locked) {
      return new Event.PtlcCommitted(
          new IncomingPtlc(
              id,
              peer,
              htlc.amountMsat(),
              locked.point(),
              htlc.cltvExpiry(),
              htlc.onion(),
              htlc.pathKey(),
              htlc.hold()));
    }
    return new Event.HtlcCommitted(
        new IncomingHtlc(
            id,
            peer,
            htlc.amountMsat(),
            ((Lock.Hash) htlc.lock()).hash(),
            htlc.cltvExpiry(),
            htlc.onion(),
            htlc.pathKey(),
            htlc.hold()));
  }

  private Event onChain(Htlc htlc) {
    return new Event.HtlcOnChain(new HtlcId(terms.id(), htlc.id()));
  }

  private Event release(Htlc htlc) {
    return new Event.ReleasePathReceived(
        Objects.requireNonNull(htlc.attempt()),
        new HtlcId(terms.id(), htlc.id()),
        Objects.requireNonNull(htlc.releasePath()));
  }

  private Event outcome(AttemptId attempt, Removal removal) {
    if (removal instanceof Removal.Fail fail) {
      return failed(attempt, fail.failure());
    }
    Removal.Fulfil fulfil = (Removal.Fulfil) removal;
    return fulfil.secret() instanceof Secret.OfPoint known
        ? new Event.PtlcFulfilled(attempt, known.scalar())
        : new Event.HtlcFulfilled(
            attempt, ((Secret.OfHash) fulfil.secret()).preimage(), fulfil.attribution());
  }

  private Event local(AttemptId attempt, HtlcFailure.Cause cause) {
    return failed(attempt, new HtlcFailure.Local(cause));
  }

  /** An attempt failed, of the kind that the channel is for. */
  public Event failed(AttemptId attempt, HtlcFailure failure) {
    return locks.arePoints()
        ? new Event.PtlcFailed(attempt, failure)
        : new Event.HtlcFailed(attempt, failure);
  }
}
