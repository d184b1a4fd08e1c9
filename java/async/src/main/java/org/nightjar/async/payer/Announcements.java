package org.nightjar.async.payer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nightjar.PublicKey;
import org.nightjar.async.Effect;
import org.nightjar.async.Environment;
import org.nightjar.async.Messages;
import org.nightjar.async.PathContexts.Purpose;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.FirstNode;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.async.HeldHtlcAvailable;
import org.nightjar.wire.delegation.DelegationMessage;
import org.nightjar.wire.delegation.OutboxPut;

/** Tells the recipient that a payment waits: held_htlc_available over the invoice's paths. */
final class Announcements {
  /** What an entry of an outbox takes beside its message. */
  private static final int ENTRY_OVERHEAD = 64;

  /** What an outbox takes beside its entries. */
  private static final int OUTBOX_OVERHEAD = 128;

  private final Environment environment;
  private final PayerPolicy policy;
  private final TlvRecord content;

  Announcements(Environment environment, PayerPolicy policy) {
    this.environment = environment;
    this.policy = policy;
    content = HeldHtlcAvailable.create().content(environment.profile());
  }

  private static List<BlindedPath> paths(Terms.Static terms) {
    List<BlindedPath> paths = terms.taken().invoice().messagePaths();
    return paths.subList(0, Math.min(paths.size(), PayerPolicy.MAX_COPIES));
  }

  /** For mode A: over every path, each with a reply path of its own to this payer. */
  List<Effect> ofPayer(WaitRelease waiting) {
    Terms.Static terms = waiting.terms();
    ReplyPaths replies = new ReplyPaths(environment);
    Instant expiry = terms.taken().at().plus(policy.maxWait());
    ReplyContext context = ReplyContext.ofRelease(expiry, waiting.order().id(), waiting.round());
    List<Effect> effects = new ArrayList<>();
    List<BlindedPath> paths = paths(terms);
    for (int i = 0; i < paths.size(); i++) {
      BlindedPath reply = replies.create(i, Purpose.PAYER_RELEASE, context);
      Messages.toPath(environment, paths.get(i), content, reply).ifPresent(effects::add);
    }
    return effects;
  }

  /**
   * For mode B: for every HTLC, with the reply path that its holder gave, over one path through
   * every node that a path begins at; two over the same way would be lost together, or both cost
   * the recipient.
   */
  List<Effect> ofHolder(Terms.Static terms, List<Part> parts) {
    Map<FirstNode, BlindedPath> ways = new LinkedHashMap<>();
    paths(terms).forEach(path -> ways.putIfAbsent(path.firstNode(), path));
    return ofHolder(ways.values(), parts);
  }

  /** The same once more: over one path, another each time. */
  List<Effect> again(Terms.Static terms, List<Part> parts, int tries) {
    List<BlindedPath> paths = paths(terms);
    return ofHolder(List.of(paths.get(tries % paths.size())), parts);
  }

  private List<Effect> ofHolder(Collection<BlindedPath> paths, List<Part> parts) {
    List<Effect> effects = new ArrayList<>();
    for (Part part : parts) {
      if (part.status() instanceof PartStatus.Live live && live.held().isPresent()) {
        BlindedPath release = live.held().get().releasePath();
        for (BlindedPath path : paths) {
          Messages.toPath(environment, path, content, release).ifPresent(effects::add);
        }
      }
    }
    return effects;
  }

  /** The messages that the holder shall send for one HTLC: as many as fit one peer message. */
  List<OutboxPut.Entry> outbox(Terms.Static terms, PublicKey holder, Held held, Moment moment) {
    List<OutboxPut.Entry> entries = new ArrayList<>();
    List<BlindedPath> paths = paths(terms);
    Instant notBefore = moment.time();
    int room = DelegationMessage.MAX_LENGTH - OUTBOX_OVERHEAD;
    for (int i = 0; i < policy.outboxMessages(); i++) {
      notBefore = policy.announceRetry().next(i + 1, notBefore);
      Optional<Effect.SendMessage> send =
          fromHolder(holder, paths.get(i % paths.size()), held.releasePath());
      if (send.isPresent()) {
        room -= send.get().message().encode().length + ENTRY_OVERHEAD;
        if (room < 0) {
          break;
        }
        entries.add(
            new OutboxPut.Entry(notBefore.getEpochSecond(), send.get().to(), send.get().message()));
      }
    }
    return entries;
  }

  /**
   * A message on the holder's way: what this payer knows of the network, without the holder in
   * front. If this payer would not go over the holder, the holder opens the message itself, and
   * finds the next node like that of any other message.
   */
  private Optional<Effect.SendMessage> fromHolder(
      PublicKey holder, BlindedPath path, BlindedPath release) {
    Optional<PublicKey> first = environment.routes().node(path.firstNode());
    Optional<List<PublicKey>> way = first.flatMap(environment.routes()::message);
    if (way.isEmpty()) {
      return Optional.empty();
    }
    List<PublicKey> via = new ArrayList<>(way.get());
    if (!via.isEmpty() && via.get(0).equals(holder)) {
      via.remove(0);
    } else if (!first.get().equals(holder)) {
      via.add(0, holder);
    }
    return Messages.toPath(environment, path, first.get(), via, content, release);
  }
}
