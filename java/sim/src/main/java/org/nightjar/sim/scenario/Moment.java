package org.nightjar.sim.scenario;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.nightjar.async.Notice;
import org.nightjar.sim.NetMessage;
import org.nightjar.sim.TraceEvent;
import org.nightjar.wire.message.PeeledMessage;

/** What the audience sees of a play, at a simulated time. */
public sealed interface Moment {
  /** When. */
  Instant at();

  /**
   * A message was sent to a peer.
   *
   * @param message as it went over the wire
   * @param lost whether it did not arrive
   * @param opened what the peer could read of an onion message
   * @param inside what the last node of an onion message's way found inside: the audience may know,
   *     those who forward it cannot
   * @param layers what the peer can read of the onion in an {@code update_add_htlc}
   */
  record Message(
      Instant at,
      String from,
      String to,
      NetMessage message,
      boolean lost,
      Optional<PeeledMessage> opened,
      Optional<PeeledMessage.Last> inside,
      List<OnionLayer> layers)
      implements Moment {}

  /** A node started, fell asleep, or crashed. */
  record PowerChange(Instant at, String node, TraceEvent.Power power) implements Moment {}

  /** A push was sent to a sleeping client. */
  record Push(Instant at, String from, String to, boolean lost) implements Moment {}

  /** A node told its application something. */
  record Said(Instant at, String node, Notice notice) implements Moment {}

  /** A role of a node refused something. */
  record Refusal(Instant at, String node, String role, String reason) implements Moment {}
}
