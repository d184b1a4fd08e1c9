package org.nightjar.async.lsp;

import static org.nightjar.wire.failure.FailureCode.EXPIRY_TOO_SOON;
import static org.nightjar.wire.failure.FailureCode.INVALID_ONION_BLINDING;
import static org.nightjar.wire.failure.FailureCode.INVALID_ONION_VERSION;
import static org.nightjar.wire.failure.FailureCode.TEMPORARY_NODE_FAILURE;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nightjar.async.Environment;
import org.nightjar.async.HtlcFailure;
import org.nightjar.async.IncomingHtlc;
import org.nightjar.async.Reaction;
import org.nightjar.async.lsp.Machine.Moment;
import org.nightjar.async.lsp.Records.Loaded;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Write;
import org.nightjar.wire.delegation.DelegationPut;
import org.nightjar.wire.failure.FailureMessage;

/**
 * What becomes of an HTLC that is committed: its onion is read and claimed at once, also if it is
 * to be held, so that what is wrong shows early.
 */
final class Admission {
  private final Environment environment;
  private final HoldPolicy policy;
  private final Machine machine;
  private final OnionReader reader;
  private final ReplayGuard guard;
  private final Records records;
  private final DelegationDesk desk;

  Admission(
      Environment environment,
      HoldPolicy policy,
      Machine machine,
      OnionReader reader,
      ReplayGuard guard,
      Records records,
      DelegationDesk desk) {
    this.environment = environment;
    this.policy = policy;
    this.machine = machine;
    this.reader = reader;
    this.guard = guard;
    this.records = records;
    this.desk = desk;
  }

  /**
   * Admits an HTLC, or fails it.
   *
   * @param before an early release, if there was one
   * @param puts that came early, one of a type; nothing of them remains if it is not held
   * @return nothing if it is for this node as recipient
   */
  List<Reaction> admit(
      IncomingHtlc htlc, Optional<Loaded> before, List<DelegationPut> puts, Moment moment)
      throws StoreException {
    records.committed(htlc.id());
    Incoming incoming = Incoming.of(htlc);
    Reading reading = reader.read(incoming, htlc.onion(), htlc.pathKey(), moment.height());
    if (reading instanceof Reading.NotForward) {
      return List.of();
    }
    if (reading instanceof Reading.Unreadable unreadable) {
      refused("an onion that cannot be read");
      Step step =
          machine.refuse(incoming, Position.PLAIN, unreadable.answer(), Optional.empty(), moment);
      return List.of(records.react(htlc.id(), before, step, List.of()));
    }
    Reading.Readable readable = (Reading.Readable) reading;
    Optional<ReplayGuard.Fresh> fresh = guard.check(incoming, readable, moment.now());
    if (fresh.isEmpty()) {
      refused("an onion that was acted on before");
      Step step = refuseReplay(htlc, incoming, readable, moment);
      return List.of(records.react(htlc.id(), before, step, List.of()));
    }
    Step step = admit(incoming, readable, fresh.get().again(), before.isPresent(), moment);
    List<Write> writes = new ArrayList<>(fresh.get().writes());
    for (DelegationPut put : puts) {
      Optional<DelegationDesk.Taken> taken = desk.take(incoming.peer(), put, step.next(), moment);
      if (taken.isPresent()) {
        writes.addAll(taken.get().writes());
        step = new Step(taken.get().state(), step.effects()).with(taken.get().ack());
      }
    }
    return List.of(records.react(htlc.id(), before, step, writes));
  }

  /** As lnd answers. On a blinded path a replay fails as everything else does. */
  private Step refuseReplay(
      IncomingHtlc htlc, Incoming incoming, Reading.Readable onion, Moment moment) {
    if (onion.upstream().position() == Position.PLAIN) {
      HtlcFailure failure =
          Answers.badOnion(
              environment.nightjar().primitives(), INVALID_ONION_VERSION.code(), htlc.onion());
      return machine.refuse(incoming, Position.PLAIN, failure, Optional.empty(), moment);
    }
    FailureMessage why = FailureMessage.of(INVALID_ONION_BLINDING);
    return machine.refuse(incoming, onion, why, Optional.empty(), moment);
  }

  private Step admit(
      Incoming incoming,
      Reading.Readable readable,
      Optional<Retransmission> again,
      boolean released,
      Moment moment) {
    if (readable instanceof Reading.Refused onion) {
      refused("an HTLC that is not to be forwarded: " + name(onion.why()));
      return machine.refuse(incoming, onion, onion.why(), again, moment);
    }
    Onward onward = ((Reading.Accepted) readable).onward();
    long holdUntil = incoming.hold() ? moment.height() + policy.cltv().holdWindow() : 0;
    Transit transit = Transit.first(incoming, onward, holdUntil, again);
    if (!incoming.hold()) {
      return machine.forward(transit, moment);
    }
    Optional<FailureMessage> refusal = roomRefusal(incoming);
    if (released && refusal.isEmpty()) {
      Step step = machine.forward(transit, moment);
      // If its next peer is not there, it is held.
      if (!step.next().isHeld() || expiryRefusal(transit, moment).isEmpty()) {
        return step;
      }
    }
    refusal = refusal.or(() -> expiryRefusal(transit, moment));
    if (refusal.isPresent()) {
      refused("an HTLC that is not to be held: " + name(refusal.get()));
      return machine.refuse(incoming, readable, refusal.get(), again, moment);
    }
    return machine.hold(transit, moment);
  }

  /** What is to be held must have room, released early or not: it may come back. */
  private Optional<FailureMessage> roomRefusal(Incoming incoming) {
    return policy.holds() && records.holds.admits(incoming, policy)
        ? Optional.empty()
        : Optional.of(FailureMessage.of(TEMPORARY_NODE_FAILURE));
  }

  private Optional<FailureMessage> expiryRefusal(Transit transit, Moment moment) {
    return transit.giveUpAt(policy.cltv()) <= moment.height()
        ? Optional.of(FailureMessage.of(EXPIRY_TOO_SOON))
        : Optional.empty();
  }

  private static String name(FailureMessage failure) {
    return failure.known().orElseThrow().toString();
  }

  private void refused(String reason) {
    ForwardingNode.refused(environment, reason);
  }
}
