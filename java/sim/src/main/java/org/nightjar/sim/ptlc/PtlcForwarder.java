package org.nightjar.sim.ptlc;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import org.nightjar.Nightjar;
import org.nightjar.Peeled;
import org.nightjar.PublicKey;
import org.nightjar.ReusableInvoices;
import org.nightjar.SecretKey;
import org.nightjar.SharedSecret;
import org.nightjar.async.AttemptId;
import org.nightjar.async.Effect;
import org.nightjar.async.Environment;
import org.nightjar.async.Event;
import org.nightjar.async.ForwardingTerms;
import org.nightjar.async.HtlcFailure;
import org.nightjar.async.HtlcId;
import org.nightjar.async.IncomingPtlc;
import org.nightjar.async.Notice;
import org.nightjar.async.OutgoingPtlc;
import org.nightjar.async.PathContexts.Purpose;
import org.nightjar.async.Reaction;
import org.nightjar.async.Role;
import org.nightjar.async.Routes;
import org.nightjar.async.Scalar;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.async.store.Write;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.PaymentPayload;
import org.nightjar.wire.ShortChannelId;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireWriter;
import org.nightjar.wire.blinded.BlindedPayments;
import org.nightjar.wire.blinded.EncryptedData;
import org.nightjar.wire.blinded.EncryptedDataRules;
import org.nightjar.wire.blinded.PaymentRelay;
import org.nightjar.wire.failure.FailureCode;
import org.nightjar.wire.failure.FailureMessage;
import org.nightjar.wire.message.PeeledMessage;

/**
 * Forwards PTLCs, and holds those that it is asked to hold until the recipient is awake. It takes
 * its blind off the point on the way out and puts it on the scalar on the way back, and learns
 * neither what the payment is for nor anything that it could claim with.
 *
 * <p>Simpler than {@link org.nightjar.async.lsp.ForwardingNode}: one attempt, no retries, no
 * delegation.
 */
public final class PtlcForwarder implements Role {
  /** Blocks before its expiry when a PTLC that is still held is given back. */
  static final int HOLD_MARGIN = 288;

  /** A PTLC that expires in so few blocks could not be claimed in time. */
  private static final int LAST_BLOCKS = 3;

  private static final String NAME = "PtlcForwarder";
  private static final byte[] ATTEMPT = "ptlc transit".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NOTHING = {};
  private static final int PAGE = 100;

  private final Environment environment;
  private final Nightjar nightjar;
  private final ReusableInvoices arithmetic;
  private final Supplier<Routes> routes;
  private long height;

  /**
   * On a node.
   *
   * @param routes the network of PTLC channels
   */
  public PtlcForwarder(Environment environment, Supplier<Routes> routes) {
    this.environment = environment;
    this.nightjar = environment.nightjar();
    this.arithmetic = nightjar.experimental().reusableInvoices();
    this.routes = routes;
  }

  /** What goes out for a PTLC that came in: always the same attempt. */
  public static AttemptId attempt(Nightjar nightjar, HtlcId incoming) {
    return AttemptId.of(
        nightjar
            .primitives()
            .sha256(new WireWriter().bytes(ATTEMPT).bytes(incoming.encode()).toBytes()));
  }

  /**
   * After a start: a channel adds it once. One that would come too late now is not added, if it was
   * not before.
   */
  static Effect offerAgain(OutgoingPtlc ptlc, long height) {
    return ptlc.cltvExpiry() <= height + LAST_BLOCKS
        ? new Effect.WithdrawHtlc(ptlc.attempt(), ptlc.channel())
        : new Effect.OfferPtlc(ptlc);
  }

  private AttemptId attempt(HtlcId incoming) {
    return attempt(nightjar, incoming);
  }

  /** Where to release a PTLC that this node holds; the same each time. */
  public BlindedPath releasePath(HtlcId ptlc, PublicKey payer, long cltvExpiry) {
    return environment.contexts().steadyMessagePath(List.of(), Purpose.PTLC_RELEASE, ptlc.encode());
  }

  @Override
  public List<Reaction> on(Event event, Instant now) throws StoreException {
    if (event instanceof Event.PtlcCommitted committed) {
      return onPtlc(committed.ptlc());
    }
    if (event instanceof Event.PtlcFulfilled fulfilled) {
      return onFulfilled(fulfilled);
    }
    if (event instanceof Event.PtlcFailed failed) {
      return onFailed(failed);
    }
    if (event instanceof Event.HtlcRemoved removed) {
      return onRemoved(removed.htlc());
    }
    if (event instanceof Event.Started started) {
      height = started.height();
    }
    if (event instanceof Event.BlockConnected connected) {
      height = connected.height();
      return giveUp();
    }
    if (event instanceof Event.MessageArrived arrived
        && arrived.message() instanceof PeeledMessage.Last last
        && last.payload().content().isPresent()
        && last.payload().content().get().type() == PtlcTypes.RELEASE_HELD_PTLC) {
      return onRelease(last);
    }
    return List.of();
  }

  private Optional<Stored> load(AttemptId attempt) throws StoreException {
    return environment.store().load(Transit.key(attempt));
  }

  // --- a PTLC comes in

  private List<Reaction> onPtlc(IncomingPtlc ptlc) throws StoreException {
    Optional<Stored> known = load(attempt(ptlc.id()));
    if (known.isPresent()) {
      Transit transit = Transit.decode(known.get());
      return switch (transit.state()) {
        case HELD -> List.of();
        case SENT -> List.of(Reaction.of(offerAgain(transit.next(), height)));
        case GIVEN_UP ->
            List.of(Reaction.of(new Effect.FailHtlc(transit.incoming(), local(transit))));
      };
    }
    Peeled peeled =
        nightjar.peel(environment.nodeKey(), ptlc.onion(), NOTHING, ptlc.pathKey().orElse(null));
    if (!(peeled instanceof Peeled.Accepted layer)) {
      return List.of(Reaction.of(new Effect.FailHtlc(ptlc.id(), PtlcTypes.blindedFailure())));
    }
    if (!(layer instanceof Peeled.Forward)) {
      return refuse(ptlc, layer.sharedSecret(), "a PTLC for a node that receives none");
    }
    Write.Claim seen = SeenOnions.claim(nightjar, layer.sharedSecret(), ptlc);
    if (SeenOnions.isReplay(environment.store(), seen)) {
      return refuse(ptlc, layer.sharedSecret(), "an onion that came before");
    }
    try {
      Transit transit = read(ptlc, layer);
      Effect effect =
          transit.isHeld()
              ? new Effect.Notify(
                  new Notice.HtlcHeld(ptlc.id(), ptlc.amountMsat(), transit.failAtHeight()))
              : new Effect.OfferPtlc(transit.next());
      return List.of(new Reaction(List.of(seen, transit.put(0)), List.of(effect)));
    } catch (WireException e) {
      return refuse(ptlc, layer.sharedSecret(), "an onion against the rules");
    }
  }

  /** What goes out, by the payload or by what the maker of a blinded path said. */
  private Transit read(IncomingPtlc ptlc, Peeled.Accepted layer) throws WireException {
    PaymentPayload payload = PaymentPayload.decode(layer.payload());
    Hop hop =
        payload.encryptedRecipientData().isPresent()
            ? blinded(ptlc, layer, payload)
            : new Hop(
                need(payload.shortChannelId()),
                payload.amtToForward().orElseThrow(PtlcForwarder::missing),
                payload.outgoingCltvValue().orElseThrow(PtlcForwarder::missing),
                Optional.empty());
    check(ptlc, hop);
    PublicKey point;
    try (SecretKey blind = arithmetic.blind(layer.sharedSecret())) {
      point = need(arithmetic.unblindPoint(ptlc.point(), blind));
    }
    OutgoingPtlc next =
        new OutgoingPtlc(
            attempt(ptlc.id()),
            hop.channel,
            hop.amountMsat,
            point,
            hop.cltvExpiry,
            layer.nextPacket(),
            hop.pathKey,
            false);
    return new Transit(
        ptlc.id(),
        ptlc.amountMsat(),
        ptlc.pathKey().isPresent(),
        layer.sharedSecret(),
        next,
        ptlc.cltvExpiry() - HOLD_MARGIN,
        ptlc.hold() ? Transit.State.HELD : Transit.State.SENT);
  }

  private record Hop(
      ShortChannelId channel, long amountMsat, long cltvExpiry, Optional<PublicKey> pathKey) {}

  private Hop blinded(IncomingPtlc ptlc, Peeled.Accepted layer, PaymentPayload payload)
      throws WireException {
    OpenedHop opened = OpenedHop.open(environment, layer, payload);
    EncryptedData data = opened.data();
    EncryptedDataRules.checkPaymentForward(data);
    EncryptedDataRules.checkConstraints(data, ptlc.amountMsat(), ptlc.cltvExpiry());
    EncryptedDataRules.checkFeatures(data, Set.of(), Set.of());
    PaymentRelay relay = need(data.paymentRelay());
    return new Hop(
        need(data.shortChannelId()),
        BlindedPayments.forwardAmount(ptlc.amountMsat(), relay),
        BlindedPayments.forwardCltv(ptlc.cltvExpiry(), relay),
        Optional.of(opened.nextPathKey()));
  }

  /** That the hop pays this node, and leaves it time (BOLT 7 "HTLC Fees"). */
  private void check(IncomingPtlc ptlc, Hop hop) throws WireException {
    ForwardingTerms terms = need(routes.get().terms(hop.channel));
    if (hop.amountMsat < terms.htlcMinimumMsat()
        || hop.amountMsat > terms.htlcMaximumMsat()
        || BlindedPayments.forwardAmount(ptlc.amountMsat(), terms.relay()) < hop.amountMsat
        || BlindedPayments.forwardCltv(ptlc.cltvExpiry(), terms.relay()) < hop.cltvExpiry) {
      throw missing();
    }
  }

  private static <T> T need(Optional<T> value) throws WireException {
    return value.orElseThrow(PtlcForwarder::missing);
  }

  private static WireException missing() {
    return WireException.of(WireException.Reason.VALUE, "not for this node to forward");
  }

  private List<Reaction> refuse(IncomingPtlc ptlc, SharedSecret secret, String why) {
    environment.observer().refused(NAME, why);
    HtlcFailure failure =
        ptlc.pathKey().isPresent() ? PtlcTypes.blindedFailure() : encrypted(secret);
    return List.of(Reaction.of(new Effect.FailHtlc(ptlc.id(), failure)));
  }

  private HtlcFailure encrypted(SharedSecret secret) {
    byte[] message = FailureMessage.of(FailureCode.TEMPORARY_CHANNEL_FAILURE).encode();
    return new HtlcFailure.Encrypted(nightjar.failures().create(secret, message), Optional.empty());
  }

  // --- a hold ends

  private List<Reaction> onRelease(PeeledMessage.Last last) throws StoreException {
    Optional<byte[]> context = environment.contexts().open(Purpose.PTLC_RELEASE, last.data());
    if (context.isEmpty() || context.get().length != HtlcId.LENGTH) {
      environment.observer().refused(NAME, "a release over no path of ours");
      return List.of();
    }
    Optional<Stored> stored = load(attempt(HtlcId.decode(context.get())));
    if (stored.isEmpty() || !Transit.decode(stored.get()).isHeld()) {
      environment.observer().refused(NAME, "a release of what is not held");
      return List.of();
    }
    Transit transit = Transit.decode(stored.get()).as(Transit.State.SENT);
    return List.of(
        new Reaction(
            List.of(transit.put(stored.get().version())),
            List.of(
                new Effect.Notify(new Notice.HoldEnded(transit.incoming(), OptionalInt.empty())),
                new Effect.OfferPtlc(transit.next()))));
  }

  /** Gives back what nobody released in time, before its channel would have to be closed. */
  private List<Reaction> giveUp() throws StoreException {
    List<Reaction> reactions = new ArrayList<>();
    for (Stored stored : environment.store().dueAtHeight(Kind.PTLC_TRANSIT, height, PAGE)) {
      Transit transit = Transit.decode(stored).as(Transit.State.GIVEN_UP);
      reactions.add(
          new Reaction(
              List.of(transit.put(stored.version())),
              List.of(
                  new Effect.Notify(
                      new Notice.HoldEnded(
                          transit.incoming(),
                          OptionalInt.of(FailureCode.TEMPORARY_CHANNEL_FAILURE.code()))),
                  new Effect.FailHtlc(transit.incoming(), local(transit)))));
    }
    return reactions;
  }

  // --- an outcome comes back

  private List<Reaction> onFulfilled(Event.PtlcFulfilled fulfilled) throws StoreException {
    Optional<Stored> stored = load(fulfilled.attempt());
    if (stored.isEmpty()) {
      return List.of();
    }
    Transit transit = Transit.decode(stored.get());
    try (SecretKey out = fulfilled.scalar().toSecretKey();
        SecretKey blind = arithmetic.blind(transit.secret());
        SecretKey in = arithmetic.blindScalar(out, blind)) {
      return List.of(Reaction.of(new Effect.FulfilPtlc(transit.incoming(), Scalar.of(in))));
    }
  }

  private List<Reaction> onFailed(Event.PtlcFailed failed) throws StoreException {
    Optional<Stored> stored = load(failed.attempt());
    if (stored.isEmpty()) {
      return List.of();
    }
    Transit transit = Transit.decode(stored.get());
    HtlcFailure failure =
        !transit.blinded()
                && transit.next().pathKey().isEmpty()
                && failed.failure() instanceof HtlcFailure.Encrypted encrypted
            ? new HtlcFailure.Encrypted(
                nightjar.failures().wrap(encrypted.packet(), transit.secret()), Optional.empty())
            : local(transit);
    return List.of(Reaction.of(new Effect.FailHtlc(transit.incoming(), failure)));
  }

  private HtlcFailure local(Transit transit) {
    return transit.blinded()
        ? PtlcTypes.blindedFailure()
        : transit.next().pathKey().isPresent()
            ? introduction(transit)
            : encrypted(transit.secret());
  }

  /** At the introduction node of a blinded path all failures are equal (BOLT 4). */
  private HtlcFailure introduction(Transit transit) {
    byte[] message =
        FailureMessage.ofBadOnion(FailureCode.INVALID_ONION_BLINDING.code(), new byte[32]).encode();
    return new HtlcFailure.Encrypted(
        nightjar.failures().create(transit.secret(), message), Optional.empty());
  }

  /** Both PTLCs are gone: neither channel needs to tell anything again. */
  private List<Reaction> onRemoved(HtlcId incoming) throws StoreException {
    AttemptId attempt = attempt(incoming);
    Optional<Stored> stored = load(attempt);
    return stored.isEmpty()
        ? List.of()
        : List.of(
            new Reaction(
                List.of(new Write.Delete(Transit.key(attempt), stored.get().version())),
                List.of(new Effect.ForgetOutcome(attempt))));
  }
}
