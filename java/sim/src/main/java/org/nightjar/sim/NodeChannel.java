package org.nightjar.sim;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nightjar.async.AttemptId;
import org.nightjar.async.Event;
import org.nightjar.async.HtlcFailure;
import org.nightjar.async.HtlcId;
import org.nightjar.async.store.StoreException;
import org.nightjar.sim.channel.Addition;
import org.nightjar.sim.channel.ChannelEnd;
import org.nightjar.sim.channel.ChannelMessage;
import org.nightjar.sim.channel.ChannelPort;
import org.nightjar.sim.channel.ChannelState;
import org.nightjar.sim.channel.ChannelTerms;
import org.nightjar.sim.channel.Htlc;
import org.nightjar.sim.channel.Locks;
import org.nightjar.sim.channel.Outputs;
import org.nightjar.sim.channel.Witness;
import org.nightjar.wire.BlindedPath;

/** A node's end of a channel: what lies on its disk, and what runs while the node is up. */
final class NodeChannel implements ChannelPort {
  /** Blocks after its expiry when an HTLC that was offered must be off the channel. */
  private static final int OFFERED_GRACE = 2;

  /** Blocks before its expiry when an HTLC that is fulfilled must be off the channel. */
  private static final int CLAIM_BLOCKS = 18;

  private final SimNode node;
  private final Link link;
  private final SimChannel channel;
  private final ChannelTerms terms;
  private final Locks locks;
  private final Replays replays;
  private final Map<AttemptId, Event> refused = new HashMap<>();
  private final Probes probes;
  private ChannelState durable;
  private ChannelEnd end;
  private @Nullable ClosedChannel onChain;
  private long lastUsable;

  NodeChannel(
      SimNode node,
      Link link,
      SimChannel channel,
      ChannelTerms terms,
      Locks locks,
      ChannelState initial) {
    this.node = node;
    this.link = link;
    this.channel = channel;
    this.terms = terms;
    this.locks = locks;
    this.durable = initial;
    this.replays = new Replays(node, this);
    this.probes = new Probes(node, this);
    this.end = begin();
  }

  private ChannelEnd begin() {
    return new ChannelEnd(terms, channel.peerOf(node).id(), locks, this, durable);
  }

  /** Forgets all that is not durable, with the process that was told of it. */
  void restart() {
    seen();
    refused.clear();
    end = begin();
  }

  /** The connection ended. */
  void disconnected() {
    seen();
    end.disconnect();
  }

  private void seen() {
    if (end.isUsable()) {
      lastUsable = node.simulation().height();
    }
  }

  /** Forgets what could not be made durable, and says so: it was promised to nobody. */
  void recover() {
    ChannelState before = end.state();
    end = begin();
    for (Htlc htlc : before.offered()) {
      AttemptId attempt = Objects.requireNonNull(htlc.attempt());
      if (!end.state().knows(attempt)) {
        tell(end.failed(attempt, new HtlcFailure.Local(HtlcFailure.Cause.PEER_UNUSABLE)));
      }
    }
    end.tellAgain();
  }

  /**
   * Adds an HTLC that a role wants. What was refused stays refused: the role may not have seen that
   * yet, and will make another attempt when it does.
   */
  void offer(Addition htlc) {
    if (!wasRefused(htlc.attempt())) {
      end.offer(htlc);
      replays.offered(htlc);
      probes.offered(htlc);
    }
  }

  /** Never adds an HTLC that a role wanted, unless it was added. */
  void withdraw(AttemptId attempt) {
    if (!wasRefused(attempt)) {
      end.withdraw(attempt);
    }
  }

  private boolean wasRefused(AttemptId attempt) {
    Event before = refused.get(attempt);
    if (before == null) {
      return false;
    }
    tell(before);
    return true;
  }

  /** The outcome of an attempt is dealt with. */
  void forget(AttemptId attempt) throws StoreException {
    refused.remove(attempt);
    end.forget(attempt);
  }

  boolean isReplay(Htlc offered) {
    return replays.has(Objects.requireNonNull(offered.attempt()));
  }

  /** The channel is closed. */
  void close(ClosedChannel closed, Outputs outputs) {
    onChain = closed;
    end.close(outputs);
    keep();
  }

  /** The chain resolved an HTLC of the closed channel. */
  void resolve(long id, boolean offered, Optional<Witness> claim) {
    if (offered) {
      end.resolveOffered(id, claim);
    } else {
      end.resolveReceived(id, claim);
    }
    keep();
  }

  /** What the chain tells it tells again, so that no disk can fail to keep it. */
  private void keep() {
    durable = end.state().copy();
    node.simulation().invariants().touched(channel);
  }

  /**
   * An HTLC for which this end must close the channel, at a height (BOLT 2 "cltv_expiry_delta
   * Selection"): it expired, or is fulfilled and about to expire.
   */
  Optional<Htlc> overdue(long height) {
    if (end.state().isClosed()) {
      return Optional.empty();
    }
    Optional<Htlc> offered =
        end.state().offered().stream()
            .filter(htlc -> height >= htlc.cltvExpiry() + OFFERED_GRACE)
            .findFirst();
    return offered.isPresent()
        ? offered
        : end.state().received().stream()
            .filter(htlc -> height >= htlc.cltvExpiry() - CLAIM_BLOCKS && end.fulfils(htlc))
            .findFirst();
  }

  /** Whether the peer was there at a height, or later. */
  boolean wasUsableSince(long height) {
    return end.isUsable() || lastUsable >= height;
  }

  ChannelEnd end() {
    return end;
  }

  ChannelTerms terms() {
    return terms;
  }

  SimChannel channel() {
    return channel;
  }

  Link link() {
    return link;
  }

  ChannelState state() {
    return end.state();
  }

  boolean isUsable() {
    return node.isUp() && end.isUsable();
  }

  @Override
  public void persist(ChannelState state) throws StoreException {
    node.driver().crashPoint(CrashPlan.Point.BEFORE_PERSIST);
    node.disk().check();
    durable = state;
    node.simulation().invariants().touched(channel);
    node.driver().crashPoint(CrashPlan.Point.AFTER_PERSIST);
  }

  @Override
  public void send(ChannelMessage message) {
    link.send(node, new NetMessage.Channel(channel.id(), message));
  }

  @Override
  public void tell(Event event) {
    if (replays.heard(event)) {
      return;
    }
    if (event instanceof Event.HtlcFailed failed && failed.failure() instanceof HtlcFailure.Local) {
      refused.put(failed.attempt(), failed);
    } else if (event instanceof Event.PtlcFailed failed
        && failed.failure() instanceof HtlcFailure.Local) {
      refused.put(failed.attempt(), failed);
    }
    node.driver().tell(event);
  }

  @Override
  public Optional<BlindedPath> releasePath(HtlcId htlc, long cltvExpiry) {
    return node.running()
        .holds(locks.arePoints())
        .map(holds -> holds.releasePath(htlc, end.peer(), cltvExpiry));
  }

  @Override
  public void usable() {
    node.channelUsable(link);
  }

  @Override
  public void claim(long id, Witness witness) {
    Objects.requireNonNull(onChain).claim(node, id, witness);
  }

  @Override
  public void violated(String what) {
    throw node.simulation().violation(node.name() + ", channel " + terms.shortId() + ": " + what);
  }
}
