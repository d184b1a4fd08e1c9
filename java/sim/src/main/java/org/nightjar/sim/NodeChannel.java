package org.nightjar.sim;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.nightjar.async.AttemptId;
import org.nightjar.async.Event;
import org.nightjar.async.HtlcFailure;
import org.nightjar.async.HtlcId;
import org.nightjar.async.OutgoingHtlc;
import org.nightjar.async.store.StoreException;
import org.nightjar.sim.channel.ChannelEnd;
import org.nightjar.sim.channel.ChannelMessage;
import org.nightjar.sim.channel.ChannelPort;
import org.nightjar.sim.channel.ChannelState;
import org.nightjar.sim.channel.ChannelTerms;
import org.nightjar.sim.channel.Htlc;
import org.nightjar.wire.BlindedPath;

/** A node's end of a channel: what lies on its disk, and what runs while the node is up. */
final class NodeChannel implements ChannelPort {
  private final SimNode node;
  private final Link link;
  private final SimChannel channel;
  private final ChannelTerms terms;
  private final Replays replays;
  private final Map<AttemptId, Event.HtlcFailed> refused = new HashMap<>();
  private ChannelState durable;
  private ChannelEnd end;

  NodeChannel(
      SimNode node, Link link, SimChannel channel, ChannelTerms terms, ChannelState initial) {
    this.node = node;
    this.link = link;
    this.channel = channel;
    this.terms = terms;
    this.durable = initial;
    this.replays = new Replays(node, this);
    this.end = begin();
  }

  private ChannelEnd begin() {
    return new ChannelEnd(
        terms,
        channel.peerOf(node).id(),
        (preimage, htlc) ->
            preimage.hash(node.environment().nightjar().primitives()).equals(htlc.paymentHash()),
        this,
        durable);
  }

  /** Forgets all that is not durable, with the process that was told of it. */
  void restart() {
    refused.clear();
    end = begin();
  }

  /** Forgets what could not be made durable, and says so: it was promised to nobody. */
  void recover() {
    ChannelState before = end.state();
    end = begin();
    for (Htlc htlc : before.offered()) {
      AttemptId attempt = Objects.requireNonNull(htlc.attempt());
      if (!end.state().knows(attempt)) {
        tell(new Event.HtlcFailed(attempt, new HtlcFailure.Local(HtlcFailure.Cause.PEER_UNUSABLE)));
      }
    }
    end.tellAgain();
  }

  /**
   * Adds an HTLC that a role wants. What was refused stays refused: the role may not have seen that
   * yet, and will make another attempt when it does.
   */
  void offer(OutgoingHtlc htlc) {
    Event.HtlcFailed before = refused.get(htlc.attempt());
    if (before != null) {
      tell(before);
      return;
    }
    end.offer(htlc);
    replays.offered(htlc);
  }

  /** The outcome of an attempt is dealt with. */
  void forget(AttemptId attempt) throws StoreException {
    refused.remove(attempt);
    end.forget(attempt);
  }

  boolean isReplay(Htlc offered) {
    return replays.has(Objects.requireNonNull(offered.attempt()));
  }

  ChannelEnd end() {
    return end;
  }

  ChannelTerms terms() {
    return terms;
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
    }
    node.driver().tell(event);
  }

  @Override
  public Optional<BlindedPath> releasePath(HtlcId htlc, long cltvExpiry) {
    return node.running().holds().map(holds -> holds.releasePath(htlc, end.peer(), cltvExpiry));
  }

  @Override
  public void usable() {
    node.channelUsable(link);
  }

  @Override
  public void violated(String what) {
    throw node.simulation().violation(node.name() + ", channel " + terms.shortId() + ": " + what);
  }
}
