package org.nightjar.sim;

import org.nightjar.async.Effect;
import org.nightjar.async.Event;
import org.nightjar.wire.ShortChannelId;
import org.nightjar.wire.message.PeeledMessage;

/**
 * What happened. Nodes are named; the trace is told the time. Contents are the messages' own
 * values, decoded where the node that got them can decode them.
 */
public sealed interface TraceEvent {
  /** A node sent a message to a peer. */
  record Sent(String from, String to, NetMessage message) implements TraceEvent {}

  /** A message arrived. */
  record Delivered(String from, String to, NetMessage message) implements TraceEvent {}

  /** A message will not arrive: the peer is not there, or a fault. */
  record Lost(String from, String to, NetMessage message) implements TraceEvent {}

  /** A node opened an onion message as far as it can. */
  record Opened(String node, PeeledMessage message) implements TraceEvent {}

  /** Something happened to a node, and its roles are told. */
  record Told(String node, Event event) implements TraceEvent {}

  /** A node did what a role wants. */
  record Did(String node, Effect effect) implements TraceEvent {}

  /** A node's roles wrote records. */
  record Wrote(String node, int records, int bytes) implements TraceEvent {}

  /** A node's store failed; nothing that depends on it was done. */
  record StoreFailed(String node) implements TraceEvent {}

  /** A node started, or began to sleep, or crashed. */
  record PowerChanged(String node, Power power) implements TraceEvent {}

  /** Two peers are connected, or no longer. */
  record LinkChanged(String node, String peer, boolean connected) implements TraceEvent {}

  /** A node published its commitment of a channel. */
  record ChannelClosed(String node, String peer, ShortChannelId channel) implements TraceEvent {}

  /** The chain resolved an HTLC of a closed channel: with a preimage, or back to the adder. */
  record ResolvedOnChain(String adder, String remover, boolean claimed) implements TraceEvent {}

  /** A push was sent to a sleeping client. */
  record Pushed(String from, String to, boolean lost) implements TraceEvent {}

  /** The best chain has this height now. */
  record Block(long height) implements TraceEvent {}

  /** A node's clock is so far ahead now, in milliseconds; negative if behind. */
  record ClockJumped(String node, long offsetMillis) implements TraceEvent {}

  /** A role refused or ignored something. */
  record Refused(String node, String role, String reason) implements TraceEvent {}

  /** What a node is doing. */
  enum Power {
    STARTED,
    ASLEEP,
    CRASHED
  }
}
