package org.nightjar.sim.ptlc;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.SchnorrSignature;
import org.nightjar.SecretKey;
import org.nightjar.async.AttemptId;
import org.nightjar.async.Effect;
import org.nightjar.async.Environment;
import org.nightjar.async.Event;
import org.nightjar.async.HtlcFailure;
import org.nightjar.async.Messages;
import org.nightjar.async.Notice;
import org.nightjar.async.PathContexts.Purpose;
import org.nightjar.async.PaymentId;
import org.nightjar.async.Reaction;
import org.nightjar.async.Role;
import org.nightjar.async.Routes;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.ptlc.CheckedIssue;
import org.nightjar.ptlc.Hash32;
import org.nightjar.ptlc.IssueStatement;
import org.nightjar.ptlc.Payer;
import org.nightjar.ptlc.Payment;
import org.nightjar.ptlc.PaymentTerms;
import org.nightjar.ptlc.Receipt;
import org.nightjar.ptlc.RefusalException;
import org.nightjar.ptlc.XOnlyKey;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireWriter;
import org.nightjar.wire.message.PeeledMessage;

/**
 * Pays reusable PTLC invoices. It asks the recipient's LSP for an index, has its own LSP hold the
 * PTLCs, says so to the recipient, and buys a receipt. All attempts at a payment are for one
 * message, so it is paid once whatever happens; parts of a payment open together or not at all. Of
 * its node no other role offers PTLCs.
 */
public final class PtlcPayer implements Role {
  private static final String NAME = "PtlcPayer";
  private static final byte[] ATTEMPT = "ptlc payment".getBytes(StandardCharsets.US_ASCII);
  private static final Duration ASK_AGAIN = Duration.ofMinutes(1);
  private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(20);
  private static final Duration GOOD_FOR = Duration.ofDays(4);
  private static final Duration PATIENCE = Duration.ofHours(2);
  private static final int MAX_ROUNDS = 4;
  private static final int PAGE = 1_000;

  private final Environment environment;
  private final Nightjar nightjar;
  private final Supplier<Routes> routes;
  private final PtlcBuilder builder;
  private final Payer payer;

  /** Release paths of PTLCs that are held; told again after a start. */
  private final Map<AttemptId, BlindedPath> held = new HashMap<>();

  /** Of orders that are not over; found again at a start. */
  private final Map<AttemptId, PaymentId> attempts = new HashMap<>();

  private long height;

  /**
   * On a node.
   *
   * @param routes the network of PTLC channels
   */
  public PtlcPayer(Environment environment, Supplier<Routes> routes) {
    this.environment = environment;
    this.nightjar = environment.nightjar();
    this.routes = routes;
    builder = new PtlcBuilder(environment);
    payer = new Payer(nightjar, environment.store());
  }

  /**
   * Pays; the same order twice is one.
   *
   * @param parts over how many PTLCs
   */
  public List<Reaction> pay(PaymentId id, PtlcOffer offer, long amountMsat, int parts, Instant now)
      throws StoreException {
    if (load(id).isPresent()) {
      return List.of();
    }
    try (SecretKey key = SecretKey.random(environment.random())) {
      PtlcOrder.What what =
          new PtlcOrder.What(
              id, key.exposeSecretBytes(), offer, amountMsat, parts, now.plus(PATIENCE));
      PtlcOrder order = PtlcOrder.asking(what, now.plus(ASK_AGAIN));
      return List.of(new Reaction(List.of(order.put(0)), ask(order)));
    }
  }

  private Optional<Stored> load(PaymentId id) throws StoreException {
    return environment.store().load(PtlcOrder.key(id));
  }

  /** How an order ended; empty while it has not. */
  public Optional<Boolean> isPaid(PaymentId id) throws StoreException {
    Optional<Stored> stored = load(id);
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    PtlcOrder.State state = PtlcOrder.decode(stored.get()).state();
    return state.isOver() ? Optional.of(state == PtlcOrder.State.PAID) : Optional.empty();
  }

  /** What a payment that is over cost beside its amount, in millisatoshi. */
  public long feeMsat(PaymentId id) throws StoreException {
    return PtlcOrder.decode(load(id).orElseThrow()).feeMsat();
  }

  /** The proof of a payment, once there is one. */
  public Optional<Receipt> receipt(PaymentId id) throws StoreException {
    Optional<Stored> stored = load(id);
    return stored.isEmpty() ? Optional.empty() : payer.receipt(payerKey(decode(stored.get())));
  }

  /** What the LSP signed about the index of a payment: evidence, should it have issued it twice. */
  public Optional<IssueStatement> statement(PaymentId id) throws StoreException {
    Optional<Stored> stored = load(id);
    return stored.isEmpty()
        ? Optional.empty()
        : decode(stored.get()).invoice().flatMap(invoice -> invoice.issued().statement());
  }

  /** Answers a challenge about the receipt of a payment; see {@link Receipt#presentedBy}. */
  public Optional<SchnorrSignature> provesItWasMe(PaymentId id, byte[] challenge)
      throws StoreException {
    Optional<Stored> stored = load(id);
    return stored.isEmpty()
        ? Optional.empty()
        : payer.provesItWasMe(payerKey(decode(stored.get())), challenge);
  }

  private static PtlcOrder decode(Stored stored) throws StoreException {
    return PtlcOrder.decode(stored);
  }

  /** The key that an order pays with. */
  public Optional<XOnlyKey> payerKey(PaymentId id) throws StoreException {
    Optional<Stored> stored = load(id);
    return stored.isEmpty() ? Optional.empty() : Optional.of(payerKey(decode(stored.get())));
  }

  private XOnlyKey payerKey(PtlcOrder order) {
    try (SecretKey key = order.what().payerSecret()) {
      return XOnlyKey.of(nightjar, key);
    }
  }

  @Override
  public List<Reaction> on(Event event, Instant now) throws StoreException {
    if (event instanceof Event.Started started) {
      height = started.height();
      return goOn();
    }
    if (event instanceof Event.BlockConnected connected) {
      height = connected.height();
    } else if (event instanceof Event.Tick) {
      return onTick(now);
    } else if (event instanceof Event.ReleasePathReceived received) {
      return onHeld(received);
    } else if (event instanceof Event.PtlcFulfilled fulfilled) {
      return onFulfilled(fulfilled);
    } else if (event instanceof Event.PtlcFailed failed) {
      return onFailed(failed, now);
    } else if (event instanceof Event.MessageArrived arrived
        && arrived.message() instanceof PeeledMessage.Last last
        && last.payload().content().isPresent()
        && last.payload().content().get().type() == PtlcTypes.INVOICE) {
      return onInvoice(last, now);
    }
    return List.of();
  }

  /** After a start: what is under way is offered again, unless it is too late. */
  private List<Reaction> goOn() throws StoreException {
    List<Reaction> reactions = new ArrayList<>();
    for (Stored stored : orders()) {
      PtlcOrder order = decode(stored);
      if (order.state() == PtlcOrder.State.PAYING) {
        reactions.add(
            new Reaction(
                List.of(),
                live(order).map(out -> PtlcForwarder.offerAgain(out.ptlc(), height)).toList()));
      }
      // outcomes of what is over are told again until they are forgotten
      remember(order);
    }
    return reactions;
  }

  private List<Stored> orders() throws StoreException {
    List<Stored> all = new ArrayList<>();
    Key after = null;
    List<Stored> page;
    do {
      page = environment.store().scan(Kind.PTLC_ORDER, after, PAGE);
      all.addAll(page);
      after = page.isEmpty() ? null : page.get(page.size() - 1).key();
    } while (page.size() == PAGE);
    return all;
  }

  private void remember(PtlcOrder order) {
    order.outs().forEach(out -> attempts.put(out.ptlc().attempt(), order.what().id()));
  }

  private static Stream<PtlcOrder.Out> live(PtlcOrder order) {
    return order.outs().stream().filter(PtlcOrder.Out::live);
  }

  private List<Effect> offer(PtlcOrder order) {
    remember(order);
    return live(order).map(out -> (Effect) new Effect.OfferPtlc(out.ptlc())).toList();
  }

  private List<Reaction> onTick(Instant now) throws StoreException {
    List<Reaction> reactions = new ArrayList<>();
    for (Stored stored : environment.store().due(Kind.PTLC_ORDER, now, PAGE)) {
      PtlcOrder order = decode(stored);
      if (order.state() == PtlcOrder.State.BETWEEN_ROUNDS) {
        reactions.add(nextRound(order, stored.version(), now));
      } else if (now.isAfter(order.what().patience())) {
        reactions.add(fail(order, stored.version(), "no index was issued", List.of()));
      } else {
        PtlcOrder later = order.asksAgain(now.plus(ASK_AGAIN));
        reactions.add(new Reaction(List.of(later.put(stored.version())), ask(later)));
      }
    }
    for (Map.Entry<AttemptId, BlindedPath> entry : held.entrySet()) {
      reactions.add(
          new Reaction(List.of(), announce(attempts.get(entry.getKey()), entry.getValue())));
    }
    return reactions;
  }

  // --- an index

  private List<Effect> ask(PtlcOrder order) {
    Hash32 commitment = IssueStatement.commitment(nightjar, payerKey(order));
    BlindedPath reply =
        environment
            .contexts()
            .messagePath(replyVia(), Purpose.PTLC_ISSUE, order.what().id().toBytes());
    return Messages.toPath(
            environment,
            order.what().offer().requestPath(),
            TlvRecord.of(PtlcTypes.ISSUE_REQUEST, commitment.toBytes()),
            reply)
        .<List<Effect>>map(List::of)
        .orElse(List.of());
  }

  /** Through the peer of a channel: a phone may be asleep when the answer comes. */
  private List<PublicKey> replyVia() {
    return routes.get().inbound().stream().map(channel -> channel.peer()).limit(1).toList();
  }

  private List<Reaction> onInvoice(PeeledMessage.Last last, Instant now) throws StoreException {
    Optional<byte[]> context = environment.contexts().open(Purpose.PTLC_ISSUE, last.data());
    if (context.isEmpty() || context.get().length != PaymentId.LENGTH) {
      environment.observer().refused(NAME, "an index over no path of ours");
      return List.of();
    }
    Optional<Stored> stored = load(PaymentId.of(context.get()));
    if (stored.isEmpty() || decode(stored.get()).state() != PtlcOrder.State.ASKING) {
      return List.of();
    }
    PtlcOrder order = decode(stored.get());
    try (SecretKey key = order.what().payerSecret()) {
      PtlcInvoice invoice = PtlcInvoice.decode(last.payload().content().orElseThrow().value());
      CheckedIssue issue =
          payer.check(
              invoice.issued(),
              order.what().offer().terms(),
              order.what().offer().lsp(),
              XOnlyKey.of(nightjar, key),
              now);
      payer.pay(issue, key, terms(order, now));
      return List.of(nextRound(order.waits(invoice, -1, now), stored.get().version(), now));
    } catch (WireException e) {
      environment.observer().refused(NAME, "malformed message");
    } catch (RefusalException e) {
      environment.observer().refused(NAME, "an index: " + e.refusal());
    }
    return List.of();
  }

  private PaymentTerms terms(PtlcOrder order, Instant now) {
    byte[] nonce = new byte[Hash32.LENGTH];
    environment.random().nextBytes(nonce);
    return new PaymentTerms(
        payerKey(order),
        Hash32.of(nonce),
        order.what().amountMsat(),
        now.getEpochSecond(),
        now.plus(GOOD_FOR).getEpochSecond(),
        Hash32.of(new byte[Hash32.LENGTH]));
  }

  private Payment payment(PtlcOrder order) throws StoreException {
    return payer.find(payerKey(order)).orElseThrow();
  }

  // --- PTLCs

  /** Sends all parts, with the same message as ever and onions of their own. */
  private Reaction nextRound(PtlcOrder order, long version, Instant now) throws StoreException {
    int round = order.round() + 1;
    PtlcInvoice invoice = order.invoice().orElseThrow();
    List<PtlcOrder.Out> outs =
        builder.build(
            payment(order),
            invoice.paths(),
            order.what(),
            routes.get(),
            height,
            part ->
                new PtlcBuilder.Attempt(
                    attempt(order.what().id(), round, part), route(round, part)));
    if (outs.isEmpty()) {
      return again(order.waits(invoice, round, now), version, now, List.of(), "no route");
    }
    PtlcOrder paying = order.pays(invoice, round, outs);
    return new Reaction(List.of(paying.put(version)), offer(paying));
  }

  /** Parts part ways at first; once a way failed all take the next best. */
  private static int route(int round, int part) {
    return round == 0 ? part : round - 1;
  }

  private AttemptId attempt(PaymentId id, int round, int part) {
    return AttemptId.of(
        nightjar
            .primitives()
            .sha256(
                new WireWriter()
                    .bytes(ATTEMPT)
                    .bytes(id.toBytes())
                    .u16(round)
                    .u16(part)
                    .toBytes()));
  }

  private List<Reaction> onHeld(Event.ReleasePathReceived received) throws StoreException {
    PaymentId id = attempts.get(received.attempt());
    if (id == null) {
      return List.of();
    }
    List<Effect> effects = new ArrayList<>(announce(id, received.path()));
    if (held.put(received.attempt(), received.path()) == null) {
      effects.add(new Effect.Notify(new Notice.PaymentHeld(id)));
    }
    return List.of(new Reaction(List.of(), effects));
  }

  private List<Effect> announce(PaymentId id, BlindedPath release) throws StoreException {
    Optional<PtlcInvoice> invoice = decode(load(id).orElseThrow()).invoice();
    TlvRecord content = TlvRecord.of(PtlcTypes.HELD_PTLC_AVAILABLE, new byte[0]);
    return invoice
        .flatMap(over -> Messages.toPath(environment, over.paths().held(), content, release))
        .<List<Effect>>map(List::of)
        .orElse(List.of());
  }

  private Optional<Stored> find(AttemptId attempt) throws StoreException {
    PaymentId id = attempts.get(attempt);
    held.remove(attempt);
    return id == null ? Optional.empty() : load(id);
  }

  private List<Reaction> onFulfilled(Event.PtlcFulfilled fulfilled) throws StoreException {
    Optional<Stored> stored = find(fulfilled.attempt());
    Effect forget = new Effect.ForgetOutcome(fulfilled.attempt());
    if (stored.isEmpty()) {
      return List.of(Reaction.of(forget));
    }
    PtlcOrder order = decode(stored.get());
    Optional<PtlcOrder.Out> out = live(order, fulfilled.attempt());
    if (out.isEmpty()) {
      return List.of(Reaction.of(forget));
    }
    if (order.state() == PtlcOrder.State.PAID) {
      PtlcOrder next = order.with(ended(order, fulfilled.attempt()), false);
      return List.of(new Reaction(List.of(next.put(stored.get().version())), List.of(forget)));
    }
    Payment payment = payment(order);
    try (SecretKey scalar = fulfilled.scalar().toSecretKey();
        SecretKey sold = builder.unlock(payment, order.outs(), out.get(), scalar)) {
      Receipt receipt =
          payer
              .settle(payment, sold)
              .orElseThrow(
                  () -> new IllegalStateException("a PTLC of ours was claimed by something else"));
      PtlcOrder paid = order.paid(ended(order, fulfilled.attempt()));
      Notice notice =
          new Notice.ReceiptObtained(order.what().id(), receipt.encode(), paid.feeMsat());
      return List.of(
          new Reaction(
              List.of(paid.put(stored.get().version())),
              List.of(new Effect.Notify(notice), forget)));
    }
  }

  private static Optional<PtlcOrder.Out> live(PtlcOrder order, AttemptId attempt) {
    return order.outs().stream()
        .filter(out -> out.live() && out.ptlc().attempt().equals(attempt))
        .findFirst();
  }

  private static List<PtlcOrder.Out> ended(PtlcOrder order, AttemptId attempt) {
    return order.outs().stream()
        .map(out -> out.ptlc().attempt().equals(attempt) ? out.ended() : out)
        .toList();
  }

  private List<Reaction> onFailed(Event.PtlcFailed failed, Instant now) throws StoreException {
    Optional<Stored> stored = find(failed.attempt());
    Effect forget = new Effect.ForgetOutcome(failed.attempt());
    if (stored.isEmpty()) {
      return List.of(Reaction.of(forget));
    }
    PtlcOrder order = decode(stored.get());
    Optional<PtlcOrder.Out> out = live(order, failed.attempt());
    if (out.isEmpty()) {
      return List.of(Reaction.of(forget));
    }
    PtlcOrder next =
        order.with(ended(order, failed.attempt()), isBeforePath(out.get(), failed.failure()));
    long version = stored.get().version();
    boolean over = next.outs().stream().noneMatch(PtlcOrder.Out::live);
    return List.of(
        over && order.state() == PtlcOrder.State.PAYING
            ? again(next, version, now, List.of(forget), "refused by the recipient")
            : new Reaction(List.of(next.put(version)), List.of(forget)));
  }

  /** Whether another way may do better: on the recipient's own path it would not. */
  private boolean isBeforePath(PtlcOrder.Out out, HtlcFailure failure) {
    if (failure instanceof HtlcFailure.Encrypted encrypted) {
      int introduction = out.secrets().size() - 2;
      return nightjar
          .failures()
          .decrypt(encrypted.packet(), out.secrets())
          .filter(origin -> origin.hop() < introduction)
          .isPresent();
    }
    return failure instanceof HtlcFailure.Local;
  }

  /** All is back: another round, or the end. */
  private Reaction again(
      PtlcOrder order, long version, Instant now, List<Effect> effects, String why) {
    boolean mayTry =
        order.round() + 1 < MAX_ROUNDS
            && now.isBefore(order.what().patience())
            && (order.detoured() || order.outs().isEmpty());
    if (!mayTry) {
      return fail(order, version, why, effects);
    }
    PtlcOrder waits =
        order.waits(order.invoice().orElseThrow(), order.round(), now.plus(BETWEEN_ROUNDS));
    return new Reaction(List.of(waits.put(version)), effects);
  }

  private static Reaction fail(PtlcOrder order, long version, String why, List<Effect> before) {
    List<Effect> effects = new ArrayList<>(before);
    effects.add(new Effect.Notify(new Notice.PtlcPaymentFailed(order.what().id(), why)));
    return new Reaction(List.of(order.failed(why).put(version)), effects);
  }
}
