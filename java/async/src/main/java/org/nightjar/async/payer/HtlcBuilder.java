package org.nightjar.async.payer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nightjar.BuiltOnion;
import org.nightjar.Hop;
import org.nightjar.SecretKey;
import org.nightjar.SharedSecret;
import org.nightjar.async.Environment;
import org.nightjar.async.PaymentHash;
import org.nightjar.async.RouteHtlcs;
import org.nightjar.wire.PaymentData;

/** Makes HTLCs of plans: their onions, and those of the book. */
final class HtlcBuilder {
  private final Environment environment;
  private final PayerPolicy policy;
  private final RoutePlanner planner;

  HtlcBuilder(Environment environment, PayerPolicy policy, RoutePlanner planner) {
    this.environment = environment;
    this.policy = policy;
    this.planner = planner;
  }

  /** An HTLC to offer. */
  PartStatus.Live build(Order order, Terms terms, Plan.Ready plan, Limits limits, boolean hold) {
    return new PartStatus.Live(
        plan.htlcs().hops().get(0).channel(),
        plan.htlcs().hops().get(0).node(),
        plan.htlcs().amountMsat(),
        plan.feeMsat(),
        plan.htlcs().cltvExpiry(),
        hold,
        onion(plan, terms.paymentHash()),
        hold ? book(order, terms, plan, limits) : List.of(),
        Optional.empty());
  }

  private PartOnion onion(Plan.Ready plan, PaymentHash paymentHash) {
    byte[] hash = paymentHash.toBytes();
    BuiltOnion onion = plan.trampoline() ? trampoline(plan, hash) : payment(plan.hops(), hash);
    return new PartOnion(
        onion.packet(),
        onion.sharedSecrets(),
        plan.htlcs().hops().size(),
        plan.forwardMsat(),
        plan.forwardCltv());
  }

  /** Every onion has a session key of its own, so nobody can link the attempts by it. */
  private BuiltOnion payment(List<Hop> hops, byte[] paymentHash) {
    try (SecretKey sessionKey = SecretKey.random(environment.random())) {
      return environment.nightjar().buildPaymentOnion(sessionKey, hops, paymentHash);
    }
  }

  /** The secrets of both: the outer onion's are first on the way of a failure. */
  private BuiltOnion trampoline(Plan.Ready plan, byte[] paymentHash) {
    try (SecretKey sessionKey = SecretKey.random(environment.random())) {
      BuiltOnion inner =
          environment.nightjar().trampoline().buildOnion(sessionKey, plan.hops(), paymentHash);
      byte[] paymentSecret = new byte[PaymentData.SECRET_LENGTH];
      environment.random().nextBytes(paymentSecret);
      BuiltOnion outer =
          payment(
              plan.htlcs().trampolineHops(paymentSecret, inner.packet(), Optional.empty()),
              paymentHash);
      List<SharedSecret> secrets = new ArrayList<>(outer.sharedSecrets());
      secrets.addAll(inner.sharedSecrets());
      return new BuiltOnion(outer.packet(), secrets);
    }
  }

  /** The onions after the first: over other routes, where the same HTLC pays for them. */
  private List<PartOnion> book(Order order, Terms terms, Plan.Ready first, Limits limits) {
    List<PartOnion> book = new ArrayList<>();
    for (int i = 1; i < policy.bookOnions(); i++) {
      Plan other =
          planner.plan(order, terms, first.amountMsat(), limits.withAttempt(limits.attempt() + i));
      Plan.Ready plan = other instanceof Plan.Ready ready && paysFor(first, ready) ? ready : first;
      book.add(onion(plan, terms.paymentHash()));
    }
    return book;
  }

  private static boolean paysFor(Plan.Ready first, Plan.Ready other) {
    RouteHtlcs htlcs = other.htlcs();
    return htlcs.hops().get(0).node().equals(first.htlcs().hops().get(0).node())
        && htlcs.amountMsat() <= first.htlcs().amountMsat()
        && htlcs.cltvExpiry() <= first.htlcs().cltvExpiry();
  }
}
