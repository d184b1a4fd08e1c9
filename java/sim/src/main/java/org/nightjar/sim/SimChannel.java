package org.nightjar.sim;

import org.nightjar.async.ChannelId;
import org.nightjar.async.ForwardingTerms;
import org.nightjar.sim.channel.ChannelState;
import org.nightjar.sim.channel.ChannelTerms;
import org.nightjar.wire.ShortChannelId;

/** A channel between two nodes. */
public final class SimChannel {
  /** HTLCs that each end may have offered at once (BOLT 2 {@code max_accepted_htlcs}). */
  static final int MAX_HTLCS = 483;

  private final ChannelId id;
  private final ShortChannelId shortId;
  private final SimNode first;
  private final SimNode second;
  private final long capacityMsat;
  private final boolean forPtlcs;

  SimChannel(
      ChannelId id,
      ShortChannelId shortId,
      SimNode first,
      SimNode second,
      long capacityMsat,
      boolean forPtlcs) {
    this.id = id;
    this.shortId = shortId;
    this.first = first;
    this.second = second;
    this.capacityMsat = capacityMsat;
    this.forPtlcs = forPtlcs;
  }

  public ChannelId id() {
    return id;
  }

  public ShortChannelId shortId() {
    return shortId;
  }

  public SimNode first() {
    return first;
  }

  public SimNode second() {
    return second;
  }

  /** The balances of both ends together, in millisatoshi. */
  public long capacityMsat() {
    return capacityMsat;
  }

  /** Whether it is for PTLCs; each channel is for one kind. */
  public boolean isForPtlcs() {
    return forPtlcs;
  }

  /** The other end. */
  public SimNode peerOf(SimNode node) {
    return node == first ? second : first;
  }

  /** What a node's end knows now: what is durable if the node is down. */
  public ChannelState state(SimNode node) {
    return node.port(id).state();
  }

  /** Whether a commitment of it is in a block. */
  public boolean isClosed() {
    return state(first).isClosed();
  }

  /** Whether no end has an HTLC. */
  public boolean isIdle() {
    return isIdle(first) && isIdle(second);
  }

  private boolean isIdle(SimNode node) {
    return state(node).offered().isEmpty() && state(node).received().isEmpty();
  }

  /** The terms as a node sees them. */
  ChannelTerms termsOf(SimNode node, ForwardingTerms ours, ForwardingTerms theirs) {
    return new ChannelTerms(
        id, shortId, capacityMsat, ours, theirs, MAX_HTLCS, peerOf(node).offersHold(forPtlcs));
  }
}
