package org.nightjar.async.recipient;

import static org.nightjar.async.RefusedException.refuseIf;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nightjar.async.Effect;
import org.nightjar.async.Environment;
import org.nightjar.async.Notice;
import org.nightjar.async.PathContexts.Purpose;
import org.nightjar.async.Reaction;
import org.nightjar.async.RefusedException;
import org.nightjar.async.TokenBuckets;
import org.nightjar.async.store.Due;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.Outcome;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.async.store.Write;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.WireWriter;
import org.nightjar.wire.async.AsyncMessage;
import org.nightjar.wire.async.OfferPaths;
import org.nightjar.wire.async.OfferPathsRequest;
import org.nightjar.wire.async.ServeStaticInvoice;
import org.nightjar.wire.bolt12.Offer;

/** Keeps the offers of a recipient, and the server up to date. */
final class OfferBook {
  private static final byte[] NOTHING = {};
  private static final Key SERVER = Key.of(Kind.INVOICE_SERVER, new byte[] {0});

  /** The onion of every payment carries them, and has room for 1300 bytes in all. */
  private static final int MAX_OFFER_PATHS_LENGTH = 400;

  private final Environment environment;
  private final RecipientPolicy.OfferPolicy policy;
  private final Paths paths;
  private final Invoices invoices;
  private final TokenBuckets<Key> pathRequests;

  // Forgotten at a restart: what was sent may then be sent again sooner.
  private final Map<Integer, PathsRequested> asked = new HashMap<>();
  private final Map<Integer, Instant> sent = new HashMap<>();

  private final Map<Integer, Decoded> decoded = new HashMap<>();

  OfferBook(
      Environment environment, RecipientPolicy.OfferPolicy policy, Paths paths, Invoices invoices) {
    this.environment = environment;
    this.policy = policy;
    this.paths = paths;
    this.invoices = invoices;
    this.pathRequests = new TokenBuckets<>(policy.pathRequestsPerMinute(), Duration.ofMinutes(1));
  }

  /**
   * A slot as it was loaded.
   *
   * @param version 0 if it is not stored
   */
  private record Loaded(int slot, long version, OfferSlot state) {
    Key key() {
      return Key.of(Kind.OFFER, new WireWriter().u16(slot).toBytes());
    }

    Write write(OfferSlot next) {
      if (next instanceof Uploaded uploaded) {
        return new Write.Put(key(), version, OfferCodec.encode(uploaded), Due.NONE);
      }
      return next instanceof Expired expired
          ? new Write.Put(key(), version, OfferCodec.encode(expired), Due.NONE)
          : new Write.Delete(key(), version);
    }
  }

  /** What was decoded of a slot, and from what. */
  private record Decoded(byte[] value, OfferSlot state) {}

  private Loaded load(int slot) throws StoreException {
    Key key = new Loaded(slot, 0, new Vacant()).key();
    Optional<Stored> stored = environment.store().load(key);
    OfferSlot state = decode(slot, stored);
    PathsRequested requested = asked.get(slot);
    return new Loaded(
        slot,
        stored.map(Stored::version).orElse(0L),
        state instanceof Vacant && requested != null ? requested : state);
  }

  /** Every message and payment reads its offer, which changes every few hours. */
  private OfferSlot decode(int slot, Optional<Stored> stored) throws StoreException {
    byte[] value = stored.map(Stored::value).orElse(NOTHING);
    Decoded last = decoded.get(slot);
    if (last != null && Arrays.equals(last.value(), value)) {
      return last.state();
    }
    OfferSlot state = OfferCodec.decode(environment.nightjar(), stored);
    decoded.put(slot, new Decoded(value, state));
    return state;
  }

  private List<Loaded> loadAll() throws StoreException {
    List<Loaded> all = new ArrayList<>();
    for (int slot = 0; slot < policy.slots(); slot++) {
      all.add(load(slot));
    }
    return all;
  }

  /** An offer that may be paid: one that was handed out, in its slot with this nonce. */
  Optional<Offer> payable(int slot, Nonce nonce) throws StoreException {
    OfferSlot state = load(slot).state();
    if (state instanceof Uploaded uploaded && uploaded.served().nonce().equals(nonce)) {
      return Optional.of(uploaded.served().offer());
    }
    return state instanceof Expired expired && expired.nonce().equals(nonce)
        ? Optional.of(expired.offer())
        : Optional.empty();
  }

  /** Whether the server has an invoice for an offer that it may hand out now. */
  boolean isServed(OfferContext context, Instant now) throws StoreException {
    return load(context.slot()).state() instanceof Uploaded uploaded
        && uploaded.served().nonce().equals(context.offer())
        && uploaded.served().upload().acknowledged()
        && !uploaded.served().upload().invoice().isExpired(now);
  }

  /** Where to ask for offer paths from now on. */
  List<Reaction> serve(List<BlindedPath> requestPaths, Moment at) throws StoreException {
    Optional<Stored> stored = environment.store().load(SERVER);
    List<Reaction> reactions = new ArrayList<>();
    byte[] value = ServerCodec.encode(requestPaths);
    if (stored.isEmpty() || !Arrays.equals(stored.get().value(), value)) {
      long version = stored.map(Stored::version).orElse(0L);
      reactions.add(
          new Reaction(List.of(new Write.Put(SERVER, version, value, Due.NONE)), List.of()));
    }
    reactions.addAll(upkeep(requestPaths, at));
    return reactions;
  }

  /** What is due: to be called from time to time, and when a channel changed. */
  List<Reaction> upkeep(Moment at) throws StoreException {
    Optional<Stored> stored = environment.store().load(SERVER);
    return stored.isEmpty() ? List.of() : upkeep(ServerCodec.decode(stored.get()), at);
  }

  private List<Reaction> upkeep(List<BlindedPath> requestPaths, Moment at) throws StoreException {
    List<Loaded> slots = loadAll();
    List<Reaction> reactions = new ArrayList<>();
    for (Loaded slot : slots) {
      OfferSlot aged = OfferMachine.at(slot.state(), at.now(), policy.holdWindow());
      if (!aged.equals(slot.state())) {
        reactions.add(new Reaction(List.of(slot.write(aged)), List.of()));
      } else if (slot.state() instanceof Uploaded uploaded) {
        reactions.addAll(upkeep(slot, uploaded, isReplaceable(slot, slots, at.now()), at));
      }
    }
    for (Loaded slot : slots) {
      if (wantsPaths(slot, slots, at.now())) {
        reactions.addAll(ask(slot.slot(), requestPaths, at.now()));
      }
    }
    return reactions;
  }

  /** A newer invoice, if it is time for one; or the same again, if the server may not have it. */
  private List<Reaction> upkeep(Loaded slot, Uploaded state, boolean replaceable, Moment at) {
    Served served = state.served();
    Upload upload = served.upload();
    boolean quiet = isOver(sent.get(slot.slot()), policy.resend(), at.now());
    boolean outdated =
        !paths.channels().isEmpty()
            && upload.channels().isOutdated(environment.routes().inbound(), paths.channels());
    Duration age = replaceable ? policy.invoiceExpiry().dividedBy(2) : policy.refresh();
    boolean old = isOlder(upload.createdAt(), age, at.now());
    if (quiet && (outdated || old)) {
      long createdAt = Math.max(Times.seconds(at.now()), upload.createdAt() + 1);
      Optional<Upload> newer =
          invoices.upload(
              served.offer(), served.nonce(), slot.slot(), served.updatePath(), createdAt, at);
      if (newer.isPresent()) {
        Uploaded next = state.with(newer.get());
        return List.of(
            new Reaction(List.of(slot.write(next)), send(slot.slot(), next.served(), at.now())));
      }
    }
    return quiet && !upload.acknowledged()
        ? List.of(new Reaction(List.of(), send(slot.slot(), served, at.now())))
        : List.of();
  }

  private static boolean isOlder(long createdAt, Duration age, Instant now) {
    return Times.isOver(createdAt, now.minus(age));
  }

  private static boolean isOver(@Nullable Instant since, Duration time, Instant now) {
    // a clock that was set back starts the time anew
    return since == null || now.isBefore(since) || !now.isBefore(since.plus(time));
  }

  private boolean wantsPaths(Loaded slot, List<Loaded> slots, Instant now) {
    PathsRequested requested = asked.get(slot.slot());
    return OfferMachine.wantsPaths(slot.state(), isReplaceable(slot, slots, now))
        && isOver(requested == null ? null : requested.since(), policy.resend(), now);
  }

  /** An old offer that nobody has gives way to a new one, unless there is no other to be paid. */
  private boolean isReplaceable(Loaded slot, List<Loaded> slots, Instant now) {
    return slot.state() instanceof Ready ready
        && isOlder(ready.served().createdAt(), policy.refresh(), now)
        && slots.stream()
            .anyMatch(
                other ->
                    other.slot() != slot.slot()
                        && (other.state() instanceof Ready || other.state() instanceof Used));
  }

  private List<Reaction> ask(int slot, List<BlindedPath> requestPaths, Instant now) {
    OfferContext context =
        new OfferContext(
            Times.seconds(now.plus(policy.refresh())), slot, Nonce.random(environment.random()), 0);
    Optional<BlindedPath> replyPath = paths.message(Purpose.OFFER_PATHS, context);
    if (replyPath.isEmpty() || !pathRequests.take(SERVER, now)) {
      return List.of();
    }
    asked.put(slot, new PathsRequested(now));
    List<Effect> effects = new ArrayList<>();
    for (BlindedPath path : requestPaths) {
      effects.addAll(send(path, OfferPathsRequest.create(slot), replyPath.get()));
    }
    return List.of(new Reaction(List.of(), effects));
  }

  /** Paths came from the server: an offer is made of them, stored, and sent to be served. */
  List<Reaction> onOfferPaths(
      OfferPaths message, OfferContext context, BlindedPath updatePath, Moment at)
      throws StoreException, RefusedException {
    List<Loaded> slots = loadAll();
    refuseIf(context.slot() >= slots.size(), "offer paths for a slot that there is not");
    Loaded slot = slots.get(context.slot());
    boolean replaceable = isReplaceable(slot, slots, at.now());
    refuseIf(
        !OfferMachine.wantsPaths(slot.state(), replaceable),
        "offer paths for a slot that wants none");
    long expiry = checkPaths(message, updatePath, at.now());
    Offer offer = invoices.offer(context.offer(), message.paths(), expiry);
    Optional<Upload> upload =
        invoices.upload(
            offer, context.offer(), context.slot(), updatePath, Times.seconds(at.now()), at);
    refuseIf(upload.isEmpty(), "offer paths without a channel to be paid over");
    Served served =
        new Served(offer, context.offer(), Times.seconds(at.now()), updatePath, upload.get());
    return List.of(
        new Reaction(
            List.of(slot.write(new Pending(served))), send(slot.slot(), served, at.now())));
  }

  /**
   * Checks what the server gave.
   *
   * @return when the offer expires
   */
  private long checkPaths(OfferPaths message, BlindedPath updatePath, Instant now)
      throws RefusedException {
    long enough = Times.seconds(now.plus(policy.minPathLifetime()));
    long most = Times.seconds(now.plus(policy.offerLifetime()));
    long expiry = message.pathsAbsoluteExpiry().orElse(most);
    refuseIf(Long.compareUnsigned(expiry, enough) < 0, "offer paths that expire too soon");
    int length = message.paths().stream().mapToInt(path -> path.encode().length).sum();
    refuseIf(length > MAX_OFFER_PATHS_LENGTH, "offer paths too long");
    refuseIf(
        !updatePath.hasValidKeys(environment.nightjar())
            || !message.paths().stream()
                .allMatch(path -> path.hasValidKeys(environment.nightjar())),
        "offer paths with keys that are none");
    return Long.compareUnsigned(expiry, most) < 0 ? expiry : most;
  }

  /** The server has an invoice. */
  List<Reaction> onPersisted(OfferContext context) throws StoreException, RefusedException {
    Loaded slot = load(context.slot());
    OfferSlot next =
        OfferMachine.acknowledged(slot.state(), context.offer(), context.createdAt())
            .orElseThrow(
                () -> new RefusedException("acknowledgement of no invoice that waits for it"));
    List<Effect> effects =
        slot.state() instanceof Pending && next instanceof Ready ready
            ? List.of(notice(slot.slot(), ready))
            : List.of();
    return List.of(new Reaction(List.of(slot.write(next)), effects));
  }

  /** Offers that are ready: the application may not have been told before a restart. */
  List<Reaction> onStarted() throws StoreException {
    List<Effect> effects = new ArrayList<>();
    for (Loaded slot : loadAll()) {
      if (slot.state() instanceof Ready ready) {
        effects.add(notice(slot.slot(), ready));
      }
    }
    return effects.isEmpty() ? List.of() : List.of(new Reaction(List.of(), effects));
  }

  private static Effect notice(int slot, Ready ready) {
    return new Effect.Notify(new Notice.OfferReady(slot, ready.served().offer()));
  }

  /** Hands out an offer; that it was is durable before it is known to anyone. */
  Optional<Offer> handOut(int slot, Instant now) throws StoreException {
    while (true) {
      Loaded loaded = load(slot);
      Optional<Used> used = OfferMachine.handOut(loaded.state(), now);
      if (used.isEmpty() || loaded.state() instanceof Used) {
        return used.map(state -> state.served().offer());
      }
      List<Outcome> outcomes =
          environment.store().write(List.of(List.of(loaded.write(used.get()))));
      if (outcomes.get(0) instanceof Outcome.Done) {
        return Optional.of(used.get().served().offer());
      }
    }
  }

  private List<Effect> send(int slot, Served served, Instant now) {
    OfferContext context =
        new OfferContext(
            Times.seconds(now.plus(policy.refresh())),
            slot,
            served.nonce(),
            served.upload().createdAt());
    Optional<BlindedPath> replyPath = paths.message(Purpose.STATIC_INVOICE_PERSISTED, context);
    if (replyPath.isEmpty()) {
      return List.of();
    }
    sent.put(slot, now);
    Upload upload = served.upload();
    ServeStaticInvoice message =
        ServeStaticInvoice.create(upload.invoice().encode(), upload.forwardPath());
    return send(served.updatePath(), message, replyPath.get());
  }

  private List<Effect> send(BlindedPath path, AsyncMessage message, BlindedPath replyPath) {
    return Outbox.send(environment, path, message.content(environment.profile()), replyPath);
  }

  void forget(Instant now) {
    pathRequests.forget(now);
  }
}
