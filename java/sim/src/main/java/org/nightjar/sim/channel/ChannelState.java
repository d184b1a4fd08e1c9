package org.nightjar.sim.channel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nightjar.async.AttemptId;

/**
 * What one end of a channel knows, and must not forget. A copy of it is what lies on the node's
 * disk. One thread at a time.
 */
public final class ChannelState {
  private final TreeMap<Long, Htlc> offered = new TreeMap<>();
  private final TreeMap<Long, Htlc> received = new TreeMap<>();
  private final Map<AttemptId, Removal> outcomes = new LinkedHashMap<>();
  private List<Long> lastHeld = List.of();
  private long localMsat;
  private long remoteMsat;
  private long nextOffered;
  private long nextReceived;
  private long commitmentsSent;
  private long commitmentsReceived;
  private long revocationsSent;
  private long revocationsReceived;
  private boolean revokedLast;
  private boolean closed;

  /** A new channel. */
  public ChannelState(long localMsat, long remoteMsat) {
    this.localMsat = localMsat;
    this.remoteMsat = remoteMsat;
  }

  /** The same, for itself. */
  public ChannelState copy() {
    ChannelState copy = new ChannelState(localMsat, remoteMsat);
    copy.offered.putAll(offered);
    copy.received.putAll(received);
    copy.outcomes.putAll(outcomes);
    copy.lastHeld = lastHeld;
    copy.nextOffered = nextOffered;
    copy.nextReceived = nextReceived;
    copy.commitmentsSent = commitmentsSent;
    copy.commitmentsReceived = commitmentsReceived;
    copy.revocationsSent = revocationsSent;
    copy.revocationsReceived = revocationsReceived;
    copy.revokedLast = revokedLast;
    copy.closed = closed;
    return copy;
  }

  /** This end's balance without what it has offered, in millisatoshi. */
  public long localMsat() {
    return localMsat;
  }

  /** The peer's balance without what it has offered, in millisatoshi. */
  public long remoteMsat() {
    return remoteMsat;
  }

  /** HTLCs that this end offered, by id. */
  public Collection<Htlc> offered() {
    return offered.values();
  }

  /** HTLCs that the peer offered, by id. */
  public Collection<Htlc> received() {
    return received.values();
  }

  /** An HTLC of the peer. */
  public Optional<Htlc> received(long id) {
    return Optional.ofNullable(received.get(id));
  }

  /** Outcomes of attempts that the node has not yet said to forget. */
  public Map<AttemptId, Removal> outcomes() {
    return outcomes;
  }

  /** Whether an attempt of this end is in the channel, or its outcome not yet forgotten. */
  public boolean knows(AttemptId attempt) {
    return outcomes.containsKey(attempt) || attempt(attempt).isPresent();
  }

  /** An HTLC of this end that is still in the channel. */
  Optional<Htlc> attempt(AttemptId attempt) {
    return offered.values().stream().filter(htlc -> attempt.equals(htlc.attempt())).findFirst();
  }

  @Nullable Htlc offered(long id) {
    return offered.get(id);
  }

  void offer(Htlc htlc) {
    offered.put(htlc.id(), htlc);
    localMsat -= htlc.amountMsat();
    nextOffered++;
  }

  void receive(Htlc htlc) {
    received.put(htlc.id(), htlc);
    remoteMsat -= htlc.amountMsat();
    nextReceived++;
  }

  void update(boolean ours, Htlc htlc) {
    (ours ? offered : received).put(htlc.id(), htlc);
  }

  void learn(AttemptId attempt, Removal outcome) {
    outcomes.put(attempt, outcome);
  }

  boolean forget(AttemptId attempt) {
    return outcomes.remove(attempt) != null;
  }

  long nextOffered() {
    return nextOffered;
  }

  long nextReceived() {
    return nextReceived;
  }

  long commitmentsSent() {
    return commitmentsSent;
  }

  long commitmentsReceived() {
    return commitmentsReceived;
  }

  long revocationsSent() {
    return revocationsSent;
  }

  long revocationsReceived() {
    return revocationsReceived;
  }

  boolean revokedLast() {
    return revokedLast;
  }

  /** HTLCs to hold that the last revoke_and_ack acknowledged. */
  List<Long> lastHeld() {
    return lastHeld;
  }

  /** Whether a commitment_signed of this end would say anything new. */
  boolean hasUncommitted() {
    return offered.values().stream().anyMatch(htlc -> htlc.stage().movedByCommitment(true))
        || received.values().stream().anyMatch(htlc -> htlc.stage().movedByCommitment(false));
  }

  boolean awaitsRevocation() {
    return commitmentsSent > revocationsReceived;
  }

  /** A commitment_signed by this end, or by the peer. */
  void commit(boolean byUs) {
    move(byUs, true);
    if (byUs) {
      commitmentsSent++;
      revokedLast = false;
    } else {
      commitmentsReceived++;
    }
  }

  /**
   * A revoke_and_ack by this end, or by the peer.
   *
   * @return HTLCs that moved, as they are now
   */
  List<Htlc> revoke(boolean byUs) {
    List<Htlc> moved = move(byUs, false);
    if (byUs) {
      revocationsSent++;
      revokedLast = true;
      lastHeld =
          moved.stream()
              .filter(htlc -> htlc.hold() && htlc.stage() == Stage.ADD_REVOKED)
              .map(Htlc::id)
              .toList();
    } else {
      revocationsReceived++;
    }
    return moved;
  }

  private List<Htlc> move(boolean byUs, boolean commitment) {
    List<Htlc> moved = new ArrayList<>();
    move(offered, byUs, commitment, moved);
    move(received, !byUs, commitment, moved);
    settle();
    return moved;
  }

  private static void move(
      Map<Long, Htlc> htlcs, boolean byAdder, boolean commitment, List<Htlc> moved) {
    for (Map.Entry<Long, Htlc> entry : htlcs.entrySet()) {
      Stage stage = entry.getValue().stage();
      if (commitment ? stage.movedByCommitment(byAdder) : stage.movedByRevocation(byAdder)) {
        entry.setValue(entry.getValue().at(stage.next()));
        moved.add(entry.getValue());
      }
    }
  }

  /** Whether a commitment of this channel is in a block: it carries no HTLC any more. */
  public boolean isClosed() {
    return closed;
  }

  /** What has an output in the commitment that this end can publish now. */
  Outputs outputs() {
    return new Outputs(
        ids(offered, htlc -> htlc.stage() == Stage.LIVE),
        ids(
            received,
            htlc ->
                htlc.stage().compareTo(Stage.ADD_REVOKED) >= 0
                    && htlc.stage().compareTo(Stage.REMOVE_REVOKED) <= 0));
  }

  private static Set<Long> ids(Map<Long, Htlc> htlcs, Predicate<Htlc> which) {
    return htlcs.values().stream().filter(which).map(Htlc::id).collect(Collectors.toSet());
  }

  /**
   * Keeps the HTLCs that the chain resolves, live if they were irrevocably committed. The others
   * are gone: to the remover if it was fulfilled, else back to the adder.
   *
   * @return HTLCs of this end that are gone
   */
  List<Htlc> close(Outputs outputs) {
    closed = true;
    List<Htlc> gone = new ArrayList<>(close(offered, outputs.offered()));
    close(received, outputs.received());
    settle();
    return gone;
  }

  private static List<Htlc> close(Map<Long, Htlc> htlcs, Set<Long> outputs) {
    List<Htlc> gone = new ArrayList<>();
    for (Map.Entry<Long, Htlc> entry : htlcs.entrySet()) {
      Htlc htlc = entry.getValue();
      if (!outputs.contains(htlc.id())) {
        entry.setValue(htlc.at(Stage.GONE));
        gone.add(htlc);
      } else if (htlc.stage().compareTo(Stage.LIVE) > 0) {
        entry.setValue(htlc.restored());
      }
    }
    return gone;
  }

  /** An HTLC of a closed channel is gone. */
  void resolve(boolean ours, long id, Removal how) {
    Map<Long, Htlc> htlcs = ours ? offered : received;
    htlcs.computeIfPresent(id, (same, htlc) -> htlc.removedBy(how).at(Stage.GONE));
    settle();
  }

  /** Moves the money of HTLCs that are gone. */
  private void settle() {
    offered.values().removeIf(htlc -> htlc.stage() == Stage.GONE && settle(htlc, true));
    received.values().removeIf(htlc -> htlc.stage() == Stage.GONE && settle(htlc, false));
  }

  private boolean settle(Htlc htlc, boolean ours) {
    boolean toUs = ours ^ htlc.removal() instanceof Removal.Fulfil;
    if (toUs) {
      localMsat += htlc.amountMsat();
    } else {
      remoteMsat += htlc.amountMsat();
    }
    return true;
  }

  /**
   * Forgets updates that no commitment covers, as both ends must when the connection ends (BOLT 2
   * "Message Retransmission").
   *
   * @return attempts of this end that were never committed
   */
  List<AttemptId> rollBack() {
    List<AttemptId> dropped = new ArrayList<>();
    for (Htlc htlc : List.copyOf(offered.values())) {
      if (htlc.stage() == Stage.ADDED) {
        offered.remove(htlc.id());
        localMsat += htlc.amountMsat();
        nextOffered--;
        dropped.add(Objects.requireNonNull(htlc.attempt()));
      }
    }
    for (Htlc htlc : List.copyOf(received.values())) {
      if (htlc.stage() == Stage.ADDED) {
        received.remove(htlc.id());
        remoteMsat += htlc.amountMsat();
        nextReceived--;
      }
    }
    offered.replaceAll((id, htlc) -> htlc.stage() == Stage.REMOVED ? htlc.restored() : htlc);
    received.replaceAll((id, htlc) -> htlc.stage() == Stage.REMOVED ? htlc.restored() : htlc);
    return dropped;
  }
}
