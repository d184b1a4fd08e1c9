package org.nightjar.async.lsp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.nightjar.PublicKey;
import org.nightjar.async.Effect;
import org.nightjar.async.Environment;
import org.nightjar.async.HtlcId;
import org.nightjar.async.Reaction;
import org.nightjar.async.lsp.Machine.Moment;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Write;
import org.nightjar.internal.ByteArrays;
import org.nightjar.wire.WireWriter;
import org.nightjar.wire.delegation.BookAck;
import org.nightjar.wire.delegation.DelegationAck;
import org.nightjar.wire.delegation.DelegationPut;
import org.nightjar.wire.delegation.OnionBookPut;
import org.nightjar.wire.delegation.OutboxAck;
import org.nightjar.wire.delegation.OutboxPut;

/**
 * Takes what payers delegate for their held HTLCs. It is acknowledged when it is durable; the same
 * message again is acknowledged again. All of a message is kept, or nothing.
 */
final class DelegationDesk {
  private final Environment environment;
  private final HoldPolicy policy;
  private final OnionReader reader;
  private final ReplayGuard guard;
  private final Delegations delegations;
  private final Records records;

  DelegationDesk(
      Environment environment,
      HoldPolicy policy,
      OnionReader reader,
      ReplayGuard guard,
      Delegations delegations,
      Records records) {
    this.environment = environment;
    this.policy = policy;
    this.reader = reader;
    this.guard = guard;
    this.delegations = delegations;
    this.records = records;
  }

  /**
   * What is made of a message.
   *
   * @param state with it; the same object if nothing changed
   * @param writes to be durable with the state
   * @param ack for the payer, once that is durable
   */
  record Taken(HtlcState state, List<Write> writes, Effect ack) {}

  /**
   * A message for an HTLC that has a record.
   *
   * @return nothing if the HTLC is not one of this peer that is held, or was and is on its way
   */
  Optional<Reaction> put(
      PublicKey from, DelegationPut message, Records.Loaded loaded, Moment moment)
      throws StoreException {
    Optional<Taken> found = take(from, message, loaded.state(), moment);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Taken taken = found.get();
    if (taken.state() == loaded.state()) {
      return Optional.of(Reaction.of(taken.ack()));
    }
    HtlcId id = taken.state().live().orElseThrow().incoming().id();
    Step step = new Step(taken.state(), List.of(taken.ack()));
    return Optional.of(records.react(id, Optional.of(loaded), step, taken.writes()));
  }

  /**
   * A message for an HTLC in a state.
   *
   * @return nothing if the HTLC is not one of this peer that is held, or was and is on its way
   */
  Optional<Taken> take(PublicKey from, DelegationPut message, HtlcState state, Moment moment)
      throws StoreException {
    Optional<Transit> live = state.live();
    if (live.isEmpty() || !isFor(live.get().incoming(), from, message)) {
      return Optional.empty();
    }
    Transit transit = live.get();
    Digest digest = Digest.of(environment.nightjar().primitives(), message.encode());
    Delegated delegated = transit.delegated();
    boolean isOutbox = message instanceof OutboxPut;
    Effect ack = ack(from, message, entries(message));
    if ((isOutbox ? delegated.outbox() : delegated.book()).equals(Optional.of(digest))) {
      return Optional.of(new Taken(state, List.of(), ack));
    }
    Optional<List<Write>> writes = writes(transit, message, moment);
    if (writes.isEmpty()) {
      ForwardingNode.refused(environment, "a delegation that is not to be kept");
      return Optional.of(new Taken(state, List.of(), ack(from, message, 0)));
    }
    Delegated changed = isOutbox ? delegated.withOutbox(digest) : delegated.withBook(digest);
    return Optional.of(new Taken(with(state, transit.with(changed)), writes.get(), ack));
  }

  /** Nothing if it is too much, or an onion is not as it should be. */
  private Optional<List<Write>> writes(Transit transit, DelegationPut message, Moment moment)
      throws StoreException {
    DelegationLimits limits = policy.delegations();
    int most = message instanceof OutboxPut ? limits.outboxEntries() : limits.bookEntries();
    if (transit.delegated().puts() >= limits.puts()
        || entries(message) > most
        || message.encode().length > limits.bytes()) {
      return Optional.empty();
    }
    HtlcId id = transit.incoming().id();
    if (message instanceof OutboxPut outbox) {
      return Optional.of(delegations.put(id, outbox, moment.now()));
    }
    OnionBookPut book = (OnionBookPut) message;
    Optional<List<Write>> claims = claims(transit, book, moment.height());
    if (claims.isEmpty()) {
      return claims;
    }
    List<Write> writes = new ArrayList<>(claims.get());
    writes.addAll(delegations.put(id, book));
    return Optional.of(writes);
  }

  private static boolean isFor(Incoming incoming, PublicKey from, DelegationPut message) {
    return incoming.hold()
        && incoming.peer().equals(from)
        && Arrays.equals(incoming.paymentHash().toBytes(), message.paymentHash());
  }

  private static int entries(DelegationPut message) {
    return message instanceof OutboxPut outbox
        ? outbox.entries().size()
        : ((OnionBookPut) message).entries().size();
  }

  private static Effect ack(PublicKey to, DelegationPut message, int kept) {
    DelegationAck ack =
        message instanceof OutboxPut
            ? OutboxAck.create(message.htlc(), kept)
            : BookAck.create(message.htlc(), kept);
    return new Effect.SendPeerMessage(to, ack.type(), ack.encode());
  }

  private static HtlcState with(HtlcState state, Transit transit) {
    if (state instanceof Held held) {
      return new Held(transit, held.giveUpAt(), held.retryAt());
    }
    if (state instanceof AwaitPeer await) {
      return new AwaitPeer(transit, await.nextPeer(), await.since(), await.until());
    }
    OutPending pending = (OutPending) state;
    return new OutPending(transit, pending.since(), pending.onChain());
  }

  /**
   * Claims the onions of a book, each for its index: none of them was or will be acted on for
   * anything else.
   *
   * @return nothing if one of them is not as it should be
   */
  private Optional<List<Write>> claims(Transit transit, OnionBookPut book, long height)
      throws StoreException {
    if (transit.onward().upstream().position() == Position.INNER) {
      return Optional.empty();
    }
    List<Write> claims = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    for (OnionBookPut.Entry entry : book.entries()) {
      Reading reading = reader.read(transit.incoming(), entry.onion(), Optional.empty(), height);
      if (!(reading instanceof Reading.Readable readable) || !isBound(entry, transit)) {
        return Optional.empty();
      }
      List<byte[]> own = guard.replayKeys(readable.upstream());
      if (!own.stream().map(ByteArrays::hex).allMatch(keys::add)
          || !(entry.index() == 0
              ? isOwnOnion(transit, own.get(0))
              : isGood(entry, reading) && guard.areFreeFor(own, owner(transit, entry)))) {
        return Optional.empty();
      }
      if (entry.index() > 0) {
        claims.addAll(ReplayGuard.claims(own, owner(transit, entry), readable.replayableUntil()));
      }
    }
    return Optional.of(claims);
  }

  /** Also before the claim of the HTLC's onion is durable. */
  private boolean isOwnOnion(Transit transit, byte[] key) throws StoreException {
    boolean isNext =
        transit.entry() == 0
            && Arrays.equals(key, guard.replayKeys(transit.onward().upstream()).get(0));
    return isNext || guard.isOnionOf(transit.incoming().id(), key);
  }

  private boolean isBound(OnionBookPut.Entry entry, Transit transit) {
    byte[] hash = transit.incoming().paymentHash().toBytes();
    return entry
        .capability()
        .map(c -> c.bind(environment.nightjar().primitives(), entry.onion(), hash).isPresent())
        .orElse(true);
  }

  /**
   * Amount and expiry are as the payer says. If this node is the introduction node of a blinded
   * path, the payer does not know them, and says 0.
   */
  private static boolean isGood(OnionBookPut.Entry entry, Reading reading) {
    if (!(reading instanceof Reading.Accepted accepted)) {
      return false;
    }
    Onward onward = accepted.onward();
    boolean unknown = onward.upstream().position() == Position.INTRODUCTION;
    return unknown && entry.amountMsat() == 0 && entry.outgoingCltv() == 0
        || onward.amountMsat() == entry.amountMsat() && onward.cltvExpiry() == entry.outgoingCltv();
  }

  private static byte[] owner(Transit transit, OnionBookPut.Entry entry) {
    return new WireWriter().bytes(transit.incoming().id().encode()).u8(entry.index()).toBytes();
  }
}
