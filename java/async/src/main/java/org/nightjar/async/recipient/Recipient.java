package org.nightjar.async.recipient;

import static org.nightjar.async.RefusedException.refuseIf;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.nightjar.async.Environment;
import org.nightjar.async.Event;
import org.nightjar.async.PathContexts.Purpose;
import org.nightjar.async.Reaction;
import org.nightjar.async.RefusedException;
import org.nightjar.async.Role;
import org.nightjar.async.store.StoreException;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.WireException;
import org.nightjar.wire.async.AsyncMessage;
import org.nightjar.wire.async.HeldHtlcAvailable;
import org.nightjar.wire.async.OfferPaths;
import org.nightjar.wire.async.StaticInvoicePersisted;
import org.nightjar.wire.bolt12.Offer;
import org.nightjar.wire.message.ContentType;
import org.nightjar.wire.message.PeeledMessage;

/**
 * Is paid while it sleeps (bolts#1149, bLIP 66): has a server hand out static invoices for its
 * offers, says when it is ready for a payment that is held, and claims what arrives.
 *
 * <p>An HTLC that is not for the recipient, or whose onion cannot be read, is left to the node's
 * forwarding role.
 */
public final class Recipient implements Role {
  static final String NAME = "Recipient";

  /** Before {@link Event.Started} no HTLC is safe to claim: every one would expire too soon. */
  private static final long UNKNOWN_HEIGHT = 0xffff_ffffL;

  private final Environment environment;
  private final OfferBook offers;
  private final HeldAnswers held;
  private final InvoiceAnswers answers;
  private final Claims claims;
  private long height = UNKNOWN_HEIGHT;

  /** A recipient on a node, whose secrets are derived from the node key. */
  public Recipient(Environment environment, RecipientPolicy policy) {
    this.environment = environment;
    RecipientSecrets secrets = new RecipientSecrets(environment.nightjar(), environment.nodeKey());
    Paths paths = new Paths(environment, policy.offers());
    Invoices invoices = new Invoices(environment, policy, secrets, paths);
    offers = new OfferBook(environment, policy.offers(), paths, invoices);
    held = new HeldAnswers(environment, policy.answers());
    answers = new InvoiceAnswers(environment, policy.answers(), secrets, offers, invoices);
    claims =
        new Claims(
            environment,
            policy.claims(),
            new ClaimRules(environment, policy, secrets, offers),
            answers);
  }

  /**
   * Has offers served from now on, over restarts too.
   *
   * @param serverRequestPaths from the server, over a channel that is safe; at least one
   */
  public List<Reaction> serveOffers(List<BlindedPath> serverRequestPaths, Instant now)
      throws StoreException {
    return offers.serve(serverRequestPaths, new Moment(now, height));
  }

  /**
   * Hands out an offer. From then on it is kept and refreshed until it expires; asking again gives
   * the same. Writes to the store.
   *
   * @param slot from {@link org.nightjar.async.Notice.OfferReady}, which is told again at each
   *     start
   * @return empty if there is none in the slot that the server answers for
   */
  public Optional<Offer> offer(int slot, Instant now) throws StoreException {
    return offers.handOut(slot, now);
  }

  @Override
  public List<Reaction> on(Event event, Instant now) throws StoreException {
    Moment at = new Moment(now, height);
    if (event instanceof Event.MessageArrived arrived
        && arrived.message() instanceof PeeledMessage.Last last) {
      return onMessage(arrived, last, at);
    }
    if (event instanceof Event.HtlcCommitted committed) {
      return claims.onHtlc(committed.htlc(), at);
    }
    if (event instanceof Event.Tick) {
      return onTick(at);
    }
    if (event instanceof Event.PeerUsable usable) {
      answers.onUsable(usable.peer(), now);
      return onChannels(at);
    }
    if (event instanceof Event.Started started) {
      height = started.height();
      List<Reaction> reactions = new ArrayList<>(offers.onStarted());
      reactions.addAll(claims.onTick(new Moment(now, height)));
      return reactions;
    }
    if (event instanceof Event.BlockConnected connected) {
      height = connected.height();
      return claims.onBlock(height);
    }
    if (event instanceof Event.HtlcOnChain gone) {
      return claims.onGone(gone.htlc(), now);
    }
    return event instanceof Event.HtlcRemoved gone ? claims.onGone(gone.htlc(), now) : List.of();
  }

  private List<Reaction> onTick(Moment at) throws StoreException {
    offers.forget(at.now());
    held.forget(at.now());
    answers.forget(at.now());
    List<Reaction> reactions = new ArrayList<>(onChannels(at));
    reactions.addAll(claims.onTick(at));
    return reactions;
  }

  /** Releases first: somebody waits for them. */
  private List<Reaction> onChannels(Moment at) throws StoreException {
    List<Reaction> reactions = new ArrayList<>(held.flush(at.now()));
    reactions.addAll(offers.upkeep(at));
    return reactions;
  }

  private List<Reaction> onMessage(Event.MessageArrived arrived, PeeledMessage.Last last, Moment at)
      throws StoreException {
    TlvRecord content = last.payload().content().orElse(null);
    if (content == null) {
      return List.of();
    }
    try {
      if (content.type() == ContentType.INVOICE_REQUEST) {
        return onInvoiceRequest(arrived, last, content, at);
      }
      return AsyncMessage.isType(content.type())
          ? onAsyncMessage(arrived, last, content, at)
          : List.of();
    } catch (RefusedException e) {
      environment.observer().refused(NAME, e.reason());
      return List.of();
    }
  }

  private List<Reaction> onInvoiceRequest(
      Event.MessageArrived arrived, PeeledMessage.Last last, TlvRecord content, Moment at)
      throws StoreException, RefusedException {
    Optional<byte[]> context = environment.contexts().open(Purpose.FORWARDED_REQUEST, last.data());
    return context.isEmpty()
        ? List.of()
        : answers.onRequest(
            arrived.from(), content.value(), decode(context, at), replyPath(last), at);
  }

  private List<Reaction> onAsyncMessage(
      Event.MessageArrived arrived, PeeledMessage.Last last, TlvRecord content, Moment at)
      throws StoreException, RefusedException {
    AsyncMessage message;
    try {
      message = AsyncMessage.decode(content, environment.profile());
    } catch (WireException e) {
      boolean ours =
          Stream.of(Purpose.HELD_HTLC, Purpose.OFFER_PATHS, Purpose.STATIC_INVOICE_PERSISTED)
              .anyMatch(purpose -> environment.contexts().open(purpose, last.data()).isPresent());
      refuseIf(ours, "malformed message");
      return List.of();
    }
    if (message instanceof HeldHtlcAvailable) {
      OfferContext context = context(Purpose.HELD_HTLC, last, at);
      return held.onHeld(arrived.from(), context, replyPath(last), at.now());
    }
    if (message instanceof OfferPaths paths) {
      OfferContext context = context(Purpose.OFFER_PATHS, last, at);
      return offers.onOfferPaths(paths, context, replyPath(last), at);
    }
    return message instanceof StaticInvoicePersisted
        ? offers.onPersisted(context(Purpose.STATIC_INVOICE_PERSISTED, last, at))
        : List.of();
  }

  private OfferContext context(Purpose purpose, PeeledMessage.Last last, Moment at)
      throws RefusedException {
    return decode(environment.contexts().open(purpose, last.data()), at);
  }

  private static OfferContext decode(Optional<byte[]> context, Moment at) throws RefusedException {
    return context
        .flatMap(bytes -> OfferContext.decode(bytes, at.now()))
        .orElseThrow(() -> new RefusedException("message over no path of ours, or too late"));
  }

  private static BlindedPath replyPath(PeeledMessage.Last last) throws RefusedException {
    return last.payload()
        .replyPath()
        .orElseThrow(() -> new RefusedException("message without a path for the answer"));
  }
}
