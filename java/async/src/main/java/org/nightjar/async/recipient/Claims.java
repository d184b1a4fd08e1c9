package org.nightjar.async.recipient;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nightjar.AttributionData;
import org.nightjar.SharedSecret;
import org.nightjar.async.Effect;
import org.nightjar.async.Environment;
import org.nightjar.async.HtlcFailure;
import org.nightjar.async.HtlcId;
import org.nightjar.async.IncomingHtlc;
import org.nightjar.async.Notice;
import org.nightjar.async.PaymentHash;
import org.nightjar.async.Reaction;
import org.nightjar.async.RefusedException;
import org.nightjar.async.store.Due;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.async.store.Write;

/**
 * Claims payments. Parts are collected in memory; when all are there, that they are claimed becomes
 * durable, and only then is the preimage used. From then on the hash is taken: another HTLC with it
 * fails, since whoever carried the first one knows the preimage.
 */
final class Claims {
  private static final int TICK_LIMIT = 1000;

  /** An HTLC that came at the last moment is gone when it has expired: 2016 blocks, and a day. */
  private static final Duration LONGEST_HTLC = Duration.ofDays(15);

  private static final Duration HOLD_TIME_UNIT = Duration.ofMillis(100);
  private static final long MAX_HOLD_TIME = 0xffff_ffffL;

  private final Environment environment;
  private final RecipientPolicy.ClaimPolicy policy;
  private final PaymentPeeler peeler;
  private final ClaimRules rules;
  private final InvoiceAnswers answers;
  private final Map<PaymentHash, Collecting> collecting = new HashMap<>();

  /** For claims of this process, by their first part: a payer can do without. */
  private final Map<HtlcId, InvoiceAnswers.Owed> owed = new HashMap<>();

  /** Claims whose notice this process gave; those of an earlier one are told again. */
  private final Set<PaymentHash> announced = new HashSet<>();

  Claims(
      Environment environment,
      RecipientPolicy.ClaimPolicy policy,
      ClaimRules rules,
      InvoiceAnswers answers) {
    this.environment = environment;
    this.policy = policy;
    this.peeler = new PaymentPeeler(environment);
    this.rules = rules;
    this.answers = answers;
  }

  private static Key key(PaymentHash hash) {
    return Key.of(Kind.RECEIPT, hash.toBytes());
  }

  List<Reaction> onHtlc(IncomingHtlc htlc, Moment at) throws StoreException {
    Arrived arrived = peeler.peel(htlc, at.height());
    if (arrived instanceof Arrived.Refused refused) {
      return fail(htlc.id(), refused.failure(), refused.reason());
    }
    if (!(arrived instanceof Arrived.Last last)) {
      return List.of();
    }
    Optional<Stored> stored = environment.store().load(key(htlc.paymentHash()));
    if (stored.isPresent()) {
      return onHtlcOfClaimed(htlc, last, ReceiptCodec.decode(stored.get()), at.now());
    }
    try {
      Payment payment = rules.check(htlc, last, at);
      return collect(payment, new Part(htlc, last.secret(), last.refusal(), at.now()), at.now());
    } catch (RefusedException e) {
      return fail(htlc.id(), last.refusal(), e.reason());
    }
  }

  private List<Reaction> onHtlcOfClaimed(
      IncomingHtlc htlc, Arrived.Last last, Settled settled, Instant now) {
    if (!settled.claim().parts().contains(htlc.id())) {
      return fail(htlc.id(), last.refusal(), "payment with a hash that was claimed");
    }
    Part part = new Part(htlc, last.secret(), last.refusal(), now);
    return List.of(Reaction.of(fulfil(part, settled.claim(), now)));
  }

  private List<Reaction> collect(Payment payment, Part part, Instant now) throws RefusedException {
    PaymentHash hash = part.htlc().paymentHash();
    Collecting before = collecting.get(hash);
    Collecting after =
        (before == null ? Collecting.first(payment, part) : before.with(payment, part))
            .orElseThrow(() -> new RefusedException("part that does not fit its payment"));
    collecting.put(hash, after);
    return after.isComplete() ? List.of(claim(hash, after, now)) : List.of();
  }

  /** The parts stay in memory until the claim is seen in the store, should the write fail. */
  private Reaction claim(PaymentHash hash, Collecting complete, Instant now) {
    Payment payment = complete.payment();
    List<Part> parts = complete.inOrder();
    Settled.Claim claim =
        new Settled.Claim(
            payment.preimage(),
            parts.stream().map(part -> part.htlc().id()).toList(),
            complete.amountMsat(),
            payment.context().slot(),
            payment.context().expiry() + LONGEST_HTLC.toSeconds());
    List<Effect> effects = new ArrayList<>();
    parts.forEach(part -> effects.add(fulfil(part, claim, now)));
    effects.add(notice(hash, claim));
    payment
        .request()
        .ifPresent(
            request ->
                owed.put(
                    parts.get(0).htlc().id(),
                    new InvoiceAnswers.Owed(
                        request, payment.context().offer(), hash, claim.amountMsat())));
    announced.add(hash);
    Write intent =
        new Write.Put(key(hash), 0, ReceiptCodec.encode(new Claiming(claim)), Due.at(now));
    return new Reaction(List.of(intent), effects);
  }

  private Effect fulfil(Part part, Settled.Claim claim, Instant now) {
    return new Effect.FulfilHtlc(
        part.htlc().id(),
        claim.preimage(),
        Optional.of(attribution(part.secret(), Duration.between(part.since(), now))));
  }

  private AttributionData attribution(SharedSecret secret, Duration held) {
    long units = held.isNegative() ? 0 : held.dividedBy(HOLD_TIME_UNIT);
    return environment
        .nightjar()
        .failures()
        .wrapFulfilment(null, secret, Math.min(units, MAX_HOLD_TIME));
  }

  private static Effect notice(PaymentHash hash, Settled.Claim claim) {
    return new Effect.Notify(new Notice.PaymentReceived(hash, claim.amountMsat(), claim.slot()));
  }

  /** Sets whose last part does not come, claims that were not seen through, those to forget. */
  List<Reaction> onTick(Moment at) throws StoreException {
    List<Reaction> reactions = new ArrayList<>();
    for (Map.Entry<PaymentHash, Collecting> entry : List.copyOf(collecting.entrySet())) {
      PaymentHash hash = entry.getKey();
      Collecting set = entry.getValue();
      reactions.addAll(set.isComplete() ? seeThrough(hash, set, at) : waitOn(hash, set, at.now()));
    }
    for (Stored stored : environment.store().due(Kind.RECEIPT, at.now(), TICK_LIMIT)) {
      reactions.add(onDue(stored));
    }
    return reactions;
  }

  /** A claim that was not stored, since the store was unable, is tried again while it is safe. */
  private List<Reaction> seeThrough(PaymentHash hash, Collecting set, Moment at)
      throws StoreException {
    if (environment.store().load(key(hash)).isPresent()) {
      collecting.remove(hash);
      return List.of();
    }
    return set.expiresBefore(at.height() + policy.cltvMargin())
        ? failAll(hash, set, "parts of a payment that expire too soon")
        : List.of(claim(hash, set, at.now()));
  }

  private List<Reaction> waitOn(PaymentHash hash, Collecting set, Instant now) {
    if (now.isBefore(set.since())) {
      // a clock that was set back starts the wait anew
      collecting.put(hash, set.since(now));
      return List.of();
    }
    return now.isBefore(set.since().plus(policy.mppTimeout()))
        ? List.of()
        : failAll(hash, set, "parts of a payment that are too few");
  }

  private Reaction onDue(Stored stored) throws StoreException {
    Settled settled = ReceiptCodec.decode(stored);
    if (settled instanceof Claimed) {
      return new Reaction(List.of(new Write.Delete(stored.key(), stored.version())), List.of());
    }
    PaymentHash hash = PaymentHash.of(stored.key().id());
    Write claimed =
        new Write.Put(
            stored.key(),
            stored.version(),
            ReceiptCodec.encode(new Claimed(settled.claim())),
            Due.at(Instant.ofEpochSecond(settled.claim().keepUntil())));
    boolean told = announced.remove(hash);
    return new Reaction(
        List.of(claimed), told ? List.of() : List.of(notice(hash, settled.claim())));
  }

  /** Fails sets with a part that would expire too soon to be claimed. */
  List<Reaction> onBlock(long height) {
    List<Reaction> reactions = new ArrayList<>();
    for (Map.Entry<PaymentHash, Collecting> entry : List.copyOf(collecting.entrySet())) {
      Collecting set = entry.getValue();
      if (!set.isComplete() && set.expiresBefore(height + policy.cltvMargin())) {
        reactions.addAll(failAll(entry.getKey(), set, "parts of a payment that expire too soon"));
      }
    }
    return reactions;
  }

  /**
   * An HTLC is gone, or only the chain resolves it: its payment needs another part, unless it is
   * claimed; then there is time for the receipt.
   */
  List<Reaction> onGone(HtlcId htlc, Instant now) throws StoreException {
    collecting.replaceAll((hash, set) -> set.isComplete() ? set : set.without(htlc));
    collecting.values().removeIf(set -> set.parts().isEmpty());
    InvoiceAnswers.Owed receipt = owed.remove(htlc);
    if (receipt == null || !isClaimed(receipt.paymentHash(), htlc)) {
      return List.of();
    }
    List<Effect> effects = answers.receipt(receipt, now);
    return effects.isEmpty() ? List.of() : List.of(new Reaction(List.of(), effects));
  }

  private boolean isClaimed(PaymentHash hash, HtlcId htlc) throws StoreException {
    Optional<Stored> stored = environment.store().load(key(hash));
    return stored.isPresent() && ReceiptCodec.decode(stored.get()).claim().parts().contains(htlc);
  }

  private List<Reaction> failAll(PaymentHash hash, Collecting set, String reason) {
    collecting.remove(hash);
    List<Reaction> reactions = new ArrayList<>();
    set.inOrder().forEach(part -> reactions.addAll(fail(part.htlc().id(), part.refusal(), reason)));
    return reactions;
  }

  private List<Reaction> fail(HtlcId htlc, HtlcFailure failure, String reason) {
    environment.observer().refused(Recipient.NAME, reason);
    return List.of(Reaction.of(new Effect.FailHtlc(htlc, failure)));
  }
}
