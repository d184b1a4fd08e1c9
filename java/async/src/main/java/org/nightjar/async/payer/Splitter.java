package org.nightjar.async.payer;

import java.util.ArrayList;
import java.util.List;
import org.nightjar.wire.bolt12.AnyInvoice;

/** Splits an amount over as few HTLCs as carry it (BOLT 4 "Basic Multi-Part Payments"). */
final class Splitter {
  private final PayerPolicy policy;
  private final RoutePlanner planner;

  Splitter(PayerPolicy policy, RoutePlanner planner) {
    this.policy = policy;
    this.planner = planner;
  }

  /** The most HTLCs that the recipient and this payer allow. */
  int maxParts(Terms terms) {
    return terms.taken().invoice().invoice().allowsMpp() ? policy.maxParts() : 1;
  }

  /** Whether all could be planned, and how, or why not. */
  record Split(List<Plan.Ready> parts, Plan failed) {
    boolean isReady() {
      return !parts.isEmpty();
    }
  }

  /** Plans a whole payment. */
  Split split(Order order, Terms terms, Limits limits) {
    AnyInvoice invoice = terms.taken().invoice().invoice();
    long most = Math.min(maxParts(terms), order.amountMsat());
    Plan failed = new Plan.Impossible("the recipient wants more parts than allowed");
    for (int count = invoice.requiresMpp() ? 2 : 1; count <= most; count++) {
      List<Plan.Ready> parts = new ArrayList<>();
      Plan plan = planAll(amounts(order.amountMsat(), count), order, terms, limits, parts);
      if (plan instanceof Plan.Ready) {
        return new Split(parts, plan);
      }
      if (!(failed instanceof Plan.NoRoute)) {
        failed = plan;
      }
    }
    return new Split(List.of(), failed);
  }

  private Plan planAll(
      List<Long> amounts, Order order, Terms terms, Limits limits, List<Plan.Ready> parts) {
    Limits left = limits;
    Plan plan = new Plan.NoRoute();
    for (int i = 0; i < amounts.size(); i++) {
      plan = planner.plan(order, terms, amounts.get(i), left.withAttempt(limits.attempt() + i));
      if (!(plan instanceof Plan.Ready ready)) {
        return plan;
      }
      parts.add(ready);
      left = left.lessFee(ready.feeMsat());
    }
    return plan;
  }

  /** Parts that differ by 1 msat at most. */
  private static List<Long> amounts(long amountMsat, int count) {
    List<Long> amounts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      amounts.add(amountMsat / count + (i < amountMsat % count ? 1 : 0));
    }
    return amounts;
  }
}
