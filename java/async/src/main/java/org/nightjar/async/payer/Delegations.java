package org.nightjar.async.payer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nightjar.ErrorCapability;
import org.nightjar.Primitives;
import org.nightjar.async.Effect;
import org.nightjar.async.Environment;
import org.nightjar.wire.delegation.DelegationMessage;
import org.nightjar.wire.delegation.OnionBookPut;
import org.nightjar.wire.delegation.OutboxPut;

/**
 * Gives the holding LSP what it needs to go on without the payer: messages to send, and onions to
 * try with what reads their failures. Nothing in it opens a payload: no shared secret, no session
 * key, no preimage.
 */
final class Delegations {
  private final Environment environment;
  private final PayerPolicy policy;
  private final Announcements announcements;

  Delegations(Environment environment, PayerPolicy policy, Announcements announcements) {
    this.environment = environment;
    this.policy = policy;
    this.announcements = announcements;
  }

  /** What the holder of a part does not have yet. */
  List<Effect> puts(Terms.Static terms, Part part, Moment moment) {
    List<Effect> effects = new ArrayList<>();
    if (part.status() instanceof PartStatus.Live live && live.held().isPresent()) {
      Held held = live.held().get();
      if (!held.bookKept()) {
        effects.add(send(live, book(terms, live, held)));
      }
      List<OutboxPut.Entry> outbox =
          held.outboxKept() ? List.of() : announcements.outbox(terms, live.peer(), held, moment);
      if (!outbox.isEmpty()) {
        byte[] paymentHash = terms.paymentHash().toBytes();
        effects.add(send(live, OutboxPut.create(held.htlc().encode(), paymentHash, outbox)));
      }
    }
    return effects;
  }

  private static Effect send(PartStatus.Live live, DelegationMessage message) {
    return new Effect.SendPeerMessage(live.peer(), message.type(), message.encode());
  }

  private OnionBookPut book(Terms.Static terms, PartStatus.Live live, Held held) {
    List<PartOnion> onions = new ArrayList<>();
    onions.add(live.onion());
    onions.addAll(live.book());
    List<OnionBookPut.Entry> entries = new ArrayList<>();
    for (int i = 0; i < onions.size(); i++) {
      PartOnion onion = onions.get(i);
      entries.add(
          new OnionBookPut.Entry(
              i,
              onion.packet(),
              onion.forwardMsat(),
              onion.forwardCltv(),
              capability(onion, terms)));
    }
    return OnionBookPut.create(held.htlc().encode(), terms.paymentHash().toBytes(), entries);
  }

  /** None if the holder is the introduction node: then it makes the failures itself. */
  private Optional<ErrorCapability> capability(PartOnion onion, Terms.Static terms) {
    int last = onion.clearHops() - 1;
    if (last < 1) {
      return Optional.empty();
    }
    Primitives primitives = environment.nightjar().primitives();
    byte[] hash = terms.paymentHash().toBytes();
    long notBefore = terms.taken().at().getEpochSecond();
    return Optional.of(
        policy.errorLevel() == ErrorCapability.Level.REMOTE_HOP
            ? ErrorCapability.forRemoteHop(primitives, onion.built(), hash, last, notBefore)
            : ErrorCapability.forAllHops(primitives, onion.built(), hash, last, notBefore));
  }
}
