package org.nightjar.async.payer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nightjar.Primitives;
import org.nightjar.PublicKey;
import org.nightjar.async.AttemptId;
import org.nightjar.async.Effect;
import org.nightjar.async.Environment;
import org.nightjar.async.Event;
import org.nightjar.async.HtlcId;
import org.nightjar.async.Notice;
import org.nightjar.async.PathContexts.Purpose;
import org.nightjar.async.PaymentId;
import org.nightjar.async.Reaction;
import org.nightjar.async.Role;
import org.nightjar.async.store.Due;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.async.store.Write;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireProfile;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.async.AsyncMessage;
import org.nightjar.wire.async.ClaimReceipt;
import org.nightjar.wire.async.ReleaseHeldHtlc;
import org.nightjar.wire.bolt12.Offer;
import org.nightjar.wire.bolt12.PayerRules;
import org.nightjar.wire.delegation.BookAck;
import org.nightjar.wire.delegation.DelegationAck;
import org.nightjar.wire.delegation.DelegationMessage;
import org.nightjar.wire.delegation.OutboxAck;
import org.nightjar.wire.message.ContentType;
import org.nightjar.wire.message.PeeledMessage;

/**
 * Pays offers (protocol.md 3.1). A payment has one preimage at most and is paid once at most,
 * whatever comes twice, late or after a restart.
 */
public final class Payer implements Role {
  static final String ROLE = "Payer";
  private static final int SCAN = 100;

  private final Environment environment;
  private final PayerMachine machine;
  private final HtlcMachine htlcs;
  private final InvoiceRequests requests;
  private final PaymentCodec codec;
  private final Schedule schedule;
  private final Receipts receipts;

  private long height;
  private final Set<PaymentId> active = new LinkedHashSet<>();

  /** Payments that are over, and still lie among the others. */
  private final Set<PaymentId> ended = new LinkedHashSet<>();

  private final Map<AttemptId, Attempt> attempts = new HashMap<>();
  private final Map<HtlcId, Attempt> held = new HashMap<>();

  /** Which HTLC of which payment. */
  private record Attempt(PaymentId payment, int part, int attempt) {}

  /** A payer. Give it {@link Event.Started} before anything else. */
  public Payer(Environment environment, PayerPolicy policy) {
    this.environment = environment;
    Invoices invoices = new Invoices(environment.nightjar());
    Announcements announcements = new Announcements(environment, policy);
    requests = new InvoiceRequests(environment, policy);
    htlcs = new HtlcMachine(environment, policy, invoices, announcements);
    machine = new PayerMachine(environment, policy, invoices, requests, announcements, htlcs);
    codec = new PaymentCodec(invoices, environment.nightjar().primitives(), environment.profile());
    schedule = new Schedule(policy);
    receipts = new Receipts(environment);
  }

  /**
   * Starts a payment. Nothing happens if there is one of this id already, whatever it pays.
   *
   * @param id chosen by the application, never used before
   * @param amountMsat for the recipient
   * @throws IllegalArgumentException if the amount is not 1 msat to 21 million bitcoin, or is below
   *     that of the offer
   */
  public List<Reaction> pay(PaymentId id, Offer offer, long amountMsat, PayerMode mode, Instant now)
      throws StoreException {
    if (amountMsat < 1 || amountMsat > WireReader.MAX_MSAT) {
      throw new IllegalArgumentException(
          "the amount is " + amountMsat + " msat, must be 1 to " + WireReader.MAX_MSAT);
    }
    if (load(id).isPresent()) {
      return refuse("a payment id that was used");
    }
    try {
      PayerRules.checkOffer(offer, environment.chain(), now);
    } catch (WireException e) {
      return List.of(
          Reaction.of(
              new Effect.Notify(
                  new Notice.PaymentFailed(id, "the offer may not be paid: " + e.reason()))));
    }
    Moment moment = new Moment(now, height);
    Order order = new Order(id, requests.create(offer, amountMsat), mode, moment.time());
    return List.of(reaction(Optional.empty(), machine.begin(order, moment)));
  }

  /** Where a payment stands; empty if there is none of this id. */
  public Optional<PaymentState> status(PaymentId id) throws StoreException {
    Optional<Stored> stored = load(id);
    return stored.isPresent() ? Optional.of(codec.decode(stored.get())) : Optional.empty();
  }

  /**
   * What the recipient signed for a payment; empty if nothing came, which is no sign of anything.
   */
  public Optional<ClaimReceipt> receipt(PaymentId id) throws StoreException {
    return receipts.find(id);
  }

  /** Gives a payment up, if none of its money is locked yet; else nothing happens. */
  public List<Reaction> cancel(PaymentId id) throws StoreException {
    Optional<Stored> stored = load(id);
    return stored.isPresent()
        ? step(stored.get(), machine::cancel)
        : refuse("a payment that is not known");
  }

  @Override
  public List<Reaction> on(Event event, Instant now) throws StoreException {
    Moment moment = new Moment(now, height);
    if (event instanceof Event.Started started) {
      return started(new Moment(now, started.height()));
    }
    if (event instanceof Event.BlockConnected block) {
      height = block.height();
      return List.of();
    }
    if (event instanceof Event.Tick) {
      return due(moment);
    }
    if (event instanceof Event.PeerUsable usable) {
      return resume(Optional.of(usable.peer()), moment);
    }
    if (event instanceof Event.MessageArrived arrived
        && arrived.message() instanceof PeeledMessage.Last last) {
      return message(last, moment);
    }
    if (event instanceof Event.PeerMessageArrived arrived) {
      return peerMessage(arrived);
    }
    if (event instanceof Event.ReleasePathReceived received) {
      return ofAttempt(
          received.attempt(),
          List.of(),
          (state, part) ->
              htlcs.releasePath(state, part, received.htlc(), received.path(), moment));
    }
    if (event instanceof Event.HtlcFulfilled outcome) {
      return ofAttempt(
          outcome.attempt(),
          List.of(new Effect.ForgetOutcome(outcome.attempt())),
          (state, part) ->
              htlcs.fulfilled(state, part, outcome.preimage(), outcome.attribution(), moment));
    }
    return event instanceof Event.HtlcFailed outcome
        ? ofAttempt(
            outcome.attempt(),
            List.of(new Effect.ForgetOutcome(outcome.attempt())),
            (state, part) -> htlcs.failed(state, part, outcome.failure(), moment))
        : List.of();
  }

  private List<Reaction> refuse(String reason) {
    environment.observer().refused(ROLE, reason);
    return List.of();
  }

  // Records.

  private static Key key(PaymentId id) {
    return Key.of(Kind.PAYMENT, id.toBytes());
  }

  private static Key endedKey(PaymentId id) {
    return Key.of(Kind.ENDED_PAYMENT, id.toBytes());
  }

  private Optional<Stored> load(PaymentId id) throws StoreException {
    Optional<Stored> live = environment.store().load(key(id));
    return live.isPresent() ? live : environment.store().load(endedKey(id));
  }

  /** A transition of a payment. */
  @FunctionalInterface
  private interface Transition {
    Step of(PaymentState state);
  }

  private List<Reaction> step(Stored stored, Transition transition) throws StoreException {
    PaymentState state = codec.decode(stored);
    Step step = transition.of(state);
    return step.next() == state && step.effects().isEmpty()
        ? List.of()
        : List.of(
            step.next() == state
                ? new Reaction(List.of(), step.effects())
                : reaction(Optional.of(stored), step));
  }

  private Reaction reaction(Optional<Stored> stored, Step step) {
    PaymentState next = step.next();
    index(next);
    Write put =
        new Write.Put(
            key(next.order().id()),
            stored.map(Stored::version).orElse(0L),
            codec.encode(next),
            schedule.due(next));
    return new Reaction(List.of(put), step.effects());
  }

  /** Remembers whose HTLCs these are; rebuilt from the store at a start. */
  private void index(PaymentState state) {
    PaymentId id = state.order().id();
    if (state instanceof PaymentState.Ended) {
      active.remove(id);
      ended.add(id);
      held.values().removeIf(attempt -> attempt.payment().equals(id));
    } else {
      active.add(id);
    }
    for (Part part : state.parts()) {
      for (int i = part.attempts() - 1; i >= 0; i--) {
        if (attempts.put(id(state, part, i), new Attempt(id, part.number(), i)) != null) {
          break;
        }
      }
      if (part.status() instanceof PartStatus.Live live) {
        live.held()
            .ifPresent(
                hold -> held.put(hold.htlc(), new Attempt(id, part.number(), part.attempts() - 1)));
      }
    }
  }

  // Events.

  private List<Reaction> started(Moment moment) throws StoreException {
    height = moment.height();
    List<Reaction> reactions = new ArrayList<>();
    Key after = null;
    List<Stored> page;
    do {
      page = environment.store().scan(Kind.PAYMENT, after, SCAN);
      for (Stored stored : page) {
        PaymentState state = codec.decode(stored);
        index(state);
        if (state instanceof PaymentState.Ended) {
          reactions.add(new Reaction(List.of(), forget(state)));
        }
        after = stored.key();
      }
    } while (page.size() == SCAN);
    reactions.addAll(resume(Optional.empty(), moment));
    return reactions;
  }

  /** That the channels need not tell the outcomes of a payment again may not have reached them. */
  private List<Effect> forget(PaymentState state) {
    List<Effect> effects = new ArrayList<>();
    for (Part part : state.parts()) {
      for (int i = 0; i < part.attempts(); i++) {
        effects.add(new Effect.ForgetOutcome(id(state, part, i)));
      }
    }
    return effects;
  }

  private AttemptId id(PaymentState state, Part part, int attempt) {
    Primitives primitives = environment.nightjar().primitives();
    return AttemptIds.of(primitives, state.order().id(), part.number(), attempt);
  }

  /**
   * Puts payments that are over apart from the others. What their ends brought is done by now, for
   * it was done with them, or with the start.
   */
  private List<Reaction> putApart() throws StoreException {
    List<Reaction> reactions = new ArrayList<>();
    for (PaymentId id : List.copyOf(ended)) {
      if (reactions.size() == SCAN) {
        break;
      }
      Optional<Stored> stored = environment.store().load(key(id));
      if (stored.isEmpty()) {
        ended.remove(id);
      } else if (PaymentCodec.isEnded(stored.get())) {
        Stored over = stored.get();
        Write delete = new Write.Delete(over.key(), over.version());
        Write put = new Write.Put(endedKey(id), 0, over.value(), Due.NONE);
        reactions.add(new Reaction(List.of(delete, put), List.of()));
      }
    }
    return reactions;
  }

  private List<Reaction> resume(Optional<PublicKey> peer, Moment moment) throws StoreException {
    List<Reaction> reactions = new ArrayList<>();
    for (PaymentId id : List.copyOf(active)) {
      Optional<Stored> stored = load(id);
      if (stored.isPresent()) {
        reactions.addAll(step(stored.get(), state -> machine.resume(state, peer, moment)));
      }
    }
    return reactions;
  }

  private List<Reaction> due(Moment moment) throws StoreException {
    List<Reaction> reactions = putApart();
    for (Stored stored : environment.store().due(Kind.PAYMENT, moment.time(), SCAN)) {
      reactions.addAll(step(stored, state -> machine.due(state, moment)));
    }
    return reactions;
  }

  private List<Reaction> message(PeeledMessage.Last message, Moment moment) throws StoreException {
    Optional<TlvRecord> content = message.payload().content();
    if (content.isEmpty()) {
      return List.of();
    }
    Optional<byte[]> answer = environment.contexts().open(Purpose.INVOICE_REQUEST, message.data());
    if (answer.isPresent()) {
      return inContext(
          answer.get(),
          moment,
          (stored, context) -> answered(stored, content.get(), context, moment));
    }
    Optional<byte[]> release = environment.contexts().open(Purpose.PAYER_RELEASE, message.data());
    if (release.isPresent()) {
      return isRelease(content.get())
          ? inContext(
              release.get(),
              moment,
              (stored, context) ->
                  step(stored, state -> machine.released(state, context.round(), moment)))
          : refuse("no release over the reply path for one");
    }
    return isInvoice(content.get().type())
        ? refuse("an invoice over no reply path of an invoice request")
        : List.of();
  }

  private static boolean isInvoice(long type) {
    return type == ContentType.INVOICE
        || type == ContentType.STATIC_INVOICE
        || type == ContentType.INVOICE_ERROR;
  }

  private boolean isRelease(TlvRecord content) {
    try {
      WireProfile profile = environment.profile();
      return AsyncMessage.decode(content, profile) instanceof ReleaseHeldHtlc;
    } catch (WireException e) {
      return false;
    }
  }

  private List<Reaction> answered(
      Stored stored, TlvRecord content, ReplyContext context, Moment moment) throws StoreException {
    return content.type() == ContentType.CLAIM_RECEIPT
        ? receipts.take(codec.decode(stored), content.value())
        : step(stored, state -> machine.answered(state, content, context.sentTo(), moment));
  }

  /** What a message means that answers one of ours. */
  @FunctionalInterface
  private interface Answer {
    List<Reaction> of(Stored stored, ReplyContext context) throws StoreException;
  }

  private List<Reaction> inContext(byte[] bytes, Moment moment, Answer answer)
      throws StoreException {
    Optional<ReplyContext> context = ReplyContext.decode(bytes, moment.time());
    if (context.isEmpty()) {
      return refuse("an answer over a reply path whose time is over");
    }
    Optional<Stored> stored = load(context.get().payment());
    return stored.isPresent()
        ? answer.of(stored.get(), context.get())
        : refuse("a payment that is not known");
  }

  /** A transition of one part of a payment. */
  @FunctionalInterface
  private interface PartTransition {
    Step of(PaymentState.WithHtlcs state, int part);
  }

  /**
   * What the channel says of an HTLC.
   *
   * @param ifOver what to answer if that is no news
   */
  private List<Reaction> ofAttempt(AttemptId id, List<Effect> ifOver, PartTransition transition)
      throws StoreException {
    Attempt attempt = attempts.get(id);
    Optional<Stored> stored = attempt == null ? Optional.empty() : load(attempt.payment());
    if (stored.isEmpty()) {
      return List.of();
    }
    return step(
        stored.get(),
        state -> {
          if (state instanceof PaymentState.WithHtlcs locked
              && locked.parts().get(attempt.part()).isLive(attempt.attempt())) {
            return transition.of(locked, attempt.part());
          }
          refuse("news of an HTLC that is over");
          return new Step(state, ifOver);
        });
  }

  private List<Reaction> peerMessage(Event.PeerMessageArrived arrived) throws StoreException {
    if (arrived.type() != OutboxAck.TYPE && arrived.type() != BookAck.TYPE) {
      return List.of();
    }
    DelegationAck ack;
    try {
      ack = (DelegationAck) DelegationMessage.decode(arrived.type(), arrived.payload());
    } catch (WireException e) {
      return refuse("a malformed acknowledgement");
    }
    Attempt attempt = held.get(HtlcId.decode(ack.htlc()));
    Optional<Stored> stored = attempt == null ? Optional.empty() : load(attempt.payment());
    if (stored.isEmpty()) {
      return refuse("an acknowledgement for an HTLC that is not held");
    }
    return step(stored.get(), state -> acknowledged(state, attempt, ack, arrived.from()));
  }

  private Step acknowledged(
      PaymentState state, Attempt attempt, DelegationAck ack, PublicKey from) {
    if (!(state instanceof PaymentState.WithHtlcs locked)
        || !locked.parts().get(attempt.part()).isLive(attempt.attempt())) {
      refuse("an acknowledgement for an HTLC that is not held");
      return Step.of(state);
    }
    PartStatus.Live live = (PartStatus.Live) locked.parts().get(attempt.part()).status();
    if (!live.peer().equals(from)) {
      refuse("an acknowledgement from another peer");
      return Step.of(state);
    }
    if (live.held().isEmpty()) {
      refuse("an acknowledgement for an HTLC that is not held");
      return Step.of(state);
    }
    if (ack.kept() == 0) {
      refuse("a holder that keeps nothing of a delegation");
      return Step.of(state);
    }
    return htlcs.kept(locked, attempt.part(), ack instanceof OutboxAck, ack instanceof BookAck);
  }
}
