package org.nightjar.sim.ptlc;

import static org.nightjar.async.RefusedException.refuseIf;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nightjar.Nightjar;
import org.nightjar.Peeled;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.async.Effect;
import org.nightjar.async.Environment;
import org.nightjar.async.Event;
import org.nightjar.async.HtlcId;
import org.nightjar.async.InboundChannel;
import org.nightjar.async.IncomingPtlc;
import org.nightjar.async.Messages;
import org.nightjar.async.Notice;
import org.nightjar.async.PathContexts.Purpose;
import org.nightjar.async.Reaction;
import org.nightjar.async.RecentlySeen;
import org.nightjar.async.RefusedException;
import org.nightjar.async.Role;
import org.nightjar.async.Routes;
import org.nightjar.async.Scalar;
import org.nightjar.async.store.Due;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.RecordFields;
import org.nightjar.async.store.RecordFormat;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.async.store.Write;
import org.nightjar.ptlc.ClaimResult;
import org.nightjar.ptlc.ClaimablePtlc;
import org.nightjar.ptlc.EpochId;
import org.nightjar.ptlc.EpochSecret;
import org.nightjar.ptlc.Hash32;
import org.nightjar.ptlc.NoncePool;
import org.nightjar.ptlc.PoolParameters;
import org.nightjar.ptlc.ReceiptMessage;
import org.nightjar.ptlc.Recipient;
import org.nightjar.ptlc.RecipientPolicy;
import org.nightjar.ptlc.Refusal;
import org.nightjar.ptlc.RefusalException;
import org.nightjar.ptlc.Validity;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.Features;
import org.nightjar.wire.PayloadRules;
import org.nightjar.wire.PaymentInfo;
import org.nightjar.wire.PaymentPayload;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.TlvStreamBuilder;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.blinded.EncryptedData;
import org.nightjar.wire.blinded.EncryptedDataRules;
import org.nightjar.wire.blinded.OwnPaths;
import org.nightjar.wire.blinded.PaymentConstraints;
import org.nightjar.wire.message.PeeledMessage;

/**
 * Is paid while it sleeps, and sells receipts: has its LSP issue its nonces, says when it is awake,
 * and claims a payment once all its parts are there. A device without the epoch's secret starts a
 * new epoch; what comes for the old one goes back.
 */
public final class PtlcRecipient implements Role {
  /** Blocks that must be left to claim. */
  public static final int MIN_FINAL_DELTA = 36;

  // The record.
  private static final int SERVED = 1;
  private static final long POOL = 1;

  private static final String NAME = "PtlcRecipient";
  private static final byte[] NOTHING = {};
  private static final byte[] HELD = "held".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] PAYMENT = "payment".getBytes(StandardCharsets.US_ASCII);
  private static final Key CURRENT = Key.of(Kind.PTLC_CURRENT_EPOCH, new byte[1]);
  private static final Duration POOL_GOOD_FOR = Duration.ofDays(90);

  /** A clock that is ahead by less makes a pool that is good now all the same. */
  private static final Duration CLOCK_ERROR = Duration.ofDays(2);

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long MAX_CLTV_EXPIRY = 0x7fff_ffffL;
  private static final Duration COPIES = Duration.ofSeconds(30);
  private static final int MAX_ANSWERED = 1_000;
  private static final int PAGE = 100;

  private final Environment environment;
  private final Nightjar nightjar;
  private final Supplier<Routes> routes;
  private final Wallet wallet;
  private final Device device;
  private final long indices;

  /** Parts that wait for others, by message; told again after a start. */
  private final Map<Hash32, Map<HtlcId, Part>> waiting = new LinkedHashMap<>();

  private final RecentlySeen<BlindedPath> answered = new RecentlySeen<>(COPIES, MAX_ANSWERED);
  private @Nullable Recipient recipient;
  private long height;

  private record Part(IncomingPtlc ptlc, ClaimablePtlc claimable, Write.Claim seen) {}

  /**
   * On a phone.
   *
   * @param routes the network of PTLC channels
   * @param indices of each epoch
   */
  public PtlcRecipient(
      Environment environment,
      Supplier<Routes> routes,
      Wallet wallet,
      Device device,
      long indices) {
    this.environment = environment;
    this.nightjar = environment.nightjar();
    this.routes = routes;
    this.wallet = wallet;
    this.device = device;
    this.indices = indices;
  }

  @Override
  public List<Reaction> on(Event event, Instant now) throws StoreException {
    if (event instanceof Event.Started started) {
      height = started.height();
      return start(now);
    }
    if (event instanceof Event.BlockConnected connected) {
      height = connected.height();
      return giveUp(expiring());
    } else if (event instanceof Event.PeerUsable usable) {
      return upload(usable.peer());
    } else if (event instanceof Event.PtlcCommitted committed) {
      return onPtlc(committed.ptlc(), now);
    } else if (event instanceof Event.HtlcRemoved removed) {
      return onRemoved(removed.htlc());
    } else if (event instanceof Event.Tick) {
      return giveUp(late(now));
    } else if (event instanceof Event.MessageArrived arrived
        && arrived.message() instanceof PeeledMessage.Last last
        && last.payload().content().isPresent()
        && last.payload().content().get().type() == PtlcTypes.HELD_PTLC_AVAILABLE) {
      return onHeld(last, now);
    }
    return List.of();
  }

  // --- the epoch

  private Recipient.Environment world() {
    return new Recipient.Environment(
        nightjar, environment.store(), device, wallet.terms(), RecipientPolicy.DEFAULT);
  }

  private List<Reaction> start(Instant now) throws StoreException {
    Optional<Stored> current = environment.store().load(CURRENT);
    if (current.isEmpty()) {
      return List.of(begin(0, now));
    }
    EpochId epoch = served(current.get()).certificate().epoch();
    Recipient resumed =
        Recipient.resume(world(), epoch, wallet.receiptSecret(), device.secret(epoch));
    recipient = resumed;
    if (resumed.death().isEmpty()) {
      return List.of();
    }
    Notice died = new Notice.EpochDied(resumed.death().get().toString());
    return List.of(Reaction.of(new Effect.Notify(died)), begin(current.get().version(), now));
  }

  private static NoncePool served(Stored current) throws StoreException {
    return RecordFields.of(current).need(POOL, PtlcRecipient::readPool);
  }

  private static NoncePool readPool(WireReader reader) throws WireException {
    try {
      return NoncePool.decode(reader.rest());
    } catch (RefusalException e) {
      throw reader.fail(WireException.Reason.VALUE, String.valueOf(e.getMessage()));
    }
  }

  /** A new epoch: its secret stays in the device, and its nonces go to the LSP. */
  private Reaction begin(long version, Instant now) throws StoreException {
    try (EpochSecret secret = EpochSecret.random(environment.random())) {
      NoncePool pool = pool(secret, now);
      device.keep(pool.certificate().epoch(), secret);
      recipient = Recipient.start(world(), pool.certificate(), wallet.receiptSecret(), secret);
      byte[] record =
          RecordFormat.encode(SERVED, new TlvStreamBuilder().put(POOL, pool.encode()).build());
      return new Reaction(
          List.of(new Write.Put(CURRENT, version, record, Due.NONE)),
          List.of(new Effect.Notify(new Notice.EpochStarted(indices))));
    }
  }

  private NoncePool pool(EpochSecret secret, Instant now) {
    return NoncePool.create(
        nightjar,
        wallet.terms(),
        wallet.receiptSecret(),
        wallet.issuerKey(),
        secret,
        PoolParameters.pool(indices),
        Validity.of(now.minus(CLOCK_ERROR), now.plus(POOL_GOOD_FOR)),
        made -> {});
  }

  /** Each time that the LSP is there: it may have lost it, and the same again changes nothing. */
  private List<Reaction> upload(PublicKey peer) throws StoreException {
    Optional<Stored> current = environment.store().load(CURRENT);
    Optional<InboundChannel> channel =
        routes.get().inbound().stream().filter(inbound -> inbound.peer().equals(peer)).findFirst();
    if (current.isEmpty() || channel.isEmpty()) {
      return List.of();
    }
    PoolPut put = new PoolPut(wallet.terms(), paths(channel.get()), served(current.get()));
    return List.of(Reaction.of(new Effect.SendPeerMessage(peer, PtlcTypes.POOL_PUT, put.encode())));
  }

  private PtlcPaths paths(InboundChannel channel) {
    PaymentConstraints any = new PaymentConstraints(MAX_CLTV_EXPIRY, 0);
    EncryptedData forLsp =
        EncryptedData.builder()
            .shortChannelId(channel.channel())
            .paymentRelay(channel.terms().relay())
            .paymentConstraints(any)
            .build();
    BlindedPath payment =
        environment
            .contexts()
            .paymentPath(
                List.of(new OwnPaths.Forwarder(channel.peer(), forLsp)),
                Purpose.PTLC_PAYMENT,
                EncryptedData.builder().paymentConstraints(any),
                PAYMENT);
    PaymentInfo info =
        new PaymentInfo(
            channel.terms().relay().feeBaseMsat(),
            channel.terms().relay().feeProportionalMillionths(),
            channel.terms().relay().cltvExpiryDelta() + MIN_FINAL_DELTA,
            channel.terms().htlcMinimumMsat(),
            channel.terms().htlcMaximumMsat(),
            Features.NONE);
    BlindedPath held =
        environment.contexts().messagePath(List.of(channel.peer()), Purpose.PTLC_HELD, HELD);
    return new PtlcPaths(payment, info, held);
  }

  // --- a payment is held for us

  /** Copies that come together, from a mailbox say, are answered once. */
  private List<Reaction> onHeld(PeeledMessage.Last last, Instant now) {
    Optional<BlindedPath> reply = last.payload().replyPath();
    if (reply.isEmpty() || environment.contexts().open(Purpose.PTLC_HELD, last.data()).isEmpty()) {
      environment.observer().refused(NAME, "message over no path of ours");
      return List.of();
    }
    if (answered.again(reply.get(), now)) {
      return List.of();
    }
    TlvRecord release = TlvRecord.of(PtlcTypes.RELEASE_HELD_PTLC, NOTHING);
    return Messages.toPath(environment, reply.get(), release, null).stream()
        .map(Reaction::of)
        .toList();
  }

  // --- a payment arrives

  private List<Reaction> onPtlc(IncomingPtlc ptlc, Instant now) throws StoreException {
    Optional<Stored> stored = environment.store().load(Arrival.key(ptlc.id()));
    if (stored.isPresent()) {
      Optional<Scalar> scalar = Arrival.decode(stored.get()).scalar();
      if (scalar.isPresent()) {
        return List.of(Reaction.of(new Effect.FulfilPtlc(ptlc.id(), scalar.get())));
      }
    }
    try {
      Part part = read(ptlc);
      Hash32 payment = ReceiptMessage.decode(part.claimable.message()).hash(nightjar);
      Map<HtlcId, Part> parts = waiting.computeIfAbsent(payment, key -> new LinkedHashMap<>());
      parts.put(ptlc.id(), part);
      return claim(payment, parts, now);
    } catch (RefusedException e) {
      return refuse(List.of(ptlc.id()), e.reason());
    } catch (WireException | RefusalException e) {
      return refuse(List.of(ptlc.id()), "a PTLC against the rules");
    }
  }

  /** The onion of a PTLC, and what the payer says in it. */
  private Part read(IncomingPtlc ptlc) throws WireException, RefusedException, StoreException {
    Peeled peeled =
        nightjar.peel(environment.nodeKey(), ptlc.onion(), NOTHING, ptlc.pathKey().orElse(null));
    if (!(peeled instanceof Peeled.Final last)) {
      throw new RefusedException("a PTLC for another node");
    }
    PaymentPayload payload = PaymentPayload.decode(last.payload());
    PayloadRules.checkFinal(
        payload, ptlc.pathKey().isPresent(), Set.of(PtlcTypes.RECEIPT_MESSAGE, PtlcTypes.SHARE));
    EncryptedData data = OpenedHop.open(environment, last, payload).data();
    EncryptedDataRules.checkPaymentFinal(data);
    EncryptedDataRules.checkConstraints(data, ptlc.amountMsat(), ptlc.cltvExpiry());
    refuseIf(
        environment.contexts().open(Purpose.PTLC_PAYMENT, data).isEmpty(),
        "a PTLC over no path of ours");
    PayloadRules.checkFinalHtlc(
        payload, ptlc.amountMsat(), ptlc.cltvExpiry(), height + MIN_FINAL_DELTA);
    Write.Claim seen = SeenOnions.claim(nightjar, last.sharedSecret(), ptlc);
    refuseIf(SeenOnions.isReplay(environment.store(), seen), "an onion that came before");
    byte[] message =
        payload.stream()
            .find(PtlcTypes.RECEIPT_MESSAGE)
            .orElseThrow(() -> new RefusedException("a PTLC without a message"))
            .value();
    Optional<TlvRecord> share = payload.stream().find(PtlcTypes.SHARE);
    refuseIf(
        share.isPresent() && share.get().value().length != SecretKey.LENGTH,
        "a share that is no scalar");
    return new Part(
        ptlc,
        new ClaimablePtlc(
            message,
            ptlc.point(),
            ptlc.amountMsat(),
            nightjar.experimental().reusableInvoices().blind(last.sharedSecret()),
            share.map(part -> SecretKey.of(part.value())).orElse(null),
            null),
        seen);
  }

  /** All parts or none: the journal has the answer before a scalar leaves. */
  private List<Reaction> claim(Hash32 payment, Map<HtlcId, Part> parts, Instant now)
      throws StoreException {
    List<ClaimablePtlc> claimables = parts.values().stream().map(Part::claimable).toList();
    ClaimResult result = Objects.requireNonNull(recipient).claim(claimables, now);
    if (result instanceof ClaimResult.Claimed claimed) {
      try (claimed) {
        return List.of(claimed(payment, parts, claimed));
      }
    }
    Refusal refusal = ((ClaimResult.Refused) result).reason();
    if (refusal == Refusal.ERR_PART_MISSING) {
      return List.of(new Reaction(waitFor(parts.values(), now), List.of()));
    }
    waiting.remove(payment);
    return refuse(List.copyOf(parts.keySet()), "a payment: " + refusal);
  }

  private Reaction claimed(Hash32 payment, Map<HtlcId, Part> parts, ClaimResult.Claimed claimed)
      throws StoreException {
    List<Write> writes = new ArrayList<>();
    List<Effect> effects = new ArrayList<>();
    long amountMsat = 0;
    int next = 0;
    for (Part part : parts.values()) {
      HtlcId id = part.ptlc.id();
      Scalar scalar = Scalar.of(claimed.scalars().get(next++));
      writes.add(part.seen);
      writes.add(new Arrival(id, Optional.of(scalar)).put(version(id), Instant.MAX));
      effects.add(new Effect.FulfilPtlc(id, scalar));
      amountMsat += part.ptlc.amountMsat();
    }
    effects.add(new Effect.Notify(new Notice.PtlcPaymentReceived(index(parts), amountMsat)));
    waiting.remove(payment);
    return new Reaction(writes, effects);
  }

  private static long index(Map<HtlcId, Part> parts) {
    try {
      byte[] message = parts.values().iterator().next().claimable.message();
      return ReceiptMessage.decode(message).index();
    } catch (RefusalException e) {
      throw new IllegalStateException("a message that was claimed is one", e);
    }
  }

  private long version(HtlcId id) throws StoreException {
    return environment.store().load(Arrival.key(id)).map(Stored::version).orElse(0L);
  }

  private List<Write> waitFor(Iterable<Part> parts, Instant now) throws StoreException {
    List<Write> writes = new ArrayList<>();
    for (Part part : parts) {
      HtlcId id = part.ptlc.id();
      if (version(id) == 0) {
        writes.add(part.seen);
        writes.add(new Arrival(id, Optional.empty()).put(0, now.plus(PATIENCE)));
      }
    }
    return writes;
  }

  /** Parts whose fellows did not come in time. */
  private List<HtlcId> late(Instant now) throws StoreException {
    List<HtlcId> late = new ArrayList<>();
    for (Stored stored : environment.store().due(Kind.PTLC_ARRIVAL, now, PAGE)) {
      late.add(Arrival.decode(stored).id());
    }
    return late;
  }

  /** Parts that could not be claimed any more, whatever the clock says that they waited. */
  private List<HtlcId> expiring() {
    return waiting.values().stream()
        .flatMap(parts -> parts.values().stream())
        .map(Part::ptlc)
        .filter(ptlc -> ptlc.cltvExpiry() < height + MIN_FINAL_DELTA)
        .map(IncomingPtlc::id)
        .toList();
  }

  private List<Reaction> giveUp(List<HtlcId> late) {
    waiting.values().forEach(parts -> late.forEach(parts::remove));
    waiting.values().removeIf(Map::isEmpty);
    return late.isEmpty() ? List.of() : refuse(late, "a payment of which a part is missing");
  }

  private List<Reaction> refuse(List<HtlcId> ptlcs, String why) {
    environment.observer().refused(NAME, why);
    List<Effect> effects = new ArrayList<>();
    ptlcs.forEach(id -> effects.add(new Effect.FailHtlc(id, PtlcTypes.blindedFailure())));
    return List.of(new Reaction(List.of(), effects));
  }

  private List<Reaction> onRemoved(HtlcId id) throws StoreException {
    long version = version(id);
    return version == 0
        ? List.of()
        : List.of(new Reaction(List.of(new Write.Delete(Arrival.key(id), version)), List.of()));
  }
}
