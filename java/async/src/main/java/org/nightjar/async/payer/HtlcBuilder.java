package org.nightjar.async.payer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nightjar.BuiltOnion;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.async.Environment;
import org.nightjar.async.PaymentHash;

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
        plan.route().get(0).channel(),
        plan.route().get(0).node(),
        plan.amountsMsat().get(0),
        plan.feeMsat(),
        plan.cltvExpiries().get(0),
        hold,
        onion(plan, terms.paymentHash()),
        hold ? book(order, terms, plan, limits) : List.of(),
        Optional.empty());
  }

  /** Every onion has a session key of its own, so nobody can link the attempts by it. */
  private PartOnion onion(Plan.Ready plan, PaymentHash paymentHash) {
    try (SecretKey sessionKey = SecretKey.random(environment.random())) {
      BuiltOnion onion =
          environment.nightjar().buildPaymentOnion(sessionKey, plan.hops(), paymentHash.toBytes());
      boolean knowsForward = plan.route().size() > 1;
      return new PartOnion(
          onion.packet(),
          onion.sharedSecrets(),
          plan.route().size(),
          knowsForward ? plan.amountsMsat().get(1) : 0,
          knowsForward ? plan.cltvExpiries().get(1) : 0);
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
    PublicKey peer = first.route().get(0).node();
    return other.route().get(0).node().equals(peer)
        && other.amountsMsat().get(0) <= first.amountsMsat().get(0)
        && other.cltvExpiries().get(0) <= first.cltvExpiries().get(0);
  }
}
