package org.nightjar.async.payer;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.nightjar.Hop;
import org.nightjar.PublicKey;
import org.nightjar.async.RouteHop;
import org.nightjar.async.Routes;
import org.nightjar.wire.PaymentInfo;
import org.nightjar.wire.WireException;
import org.nightjar.wire.blinded.BlindedPayments;
import org.nightjar.wire.bolt12.AnyInvoice;

/**
 * Plans HTLCs: a route to the introduction node of one of the invoice's paths, with what all hops
 * take, within the payer's limits.
 */
final class RoutePlanner {
  /** Paths of an invoice that are looked at; an invoice can have hundreds, at the payer's cost. */
  private static final int MAX_PATHS = 8;

  private final Routes routes;
  private final PaymentPayloads payloads;

  RoutePlanner(Routes routes, PaymentPayloads payloads) {
    this.routes = routes;
    this.payloads = payloads;
  }

  /**
   * Plans one HTLC.
   *
   * @param amountMsat for the recipient, 1 or more
   */
  Plan plan(Order order, Terms terms, long amountMsat, Limits limits) {
    List<AnyInvoice.PaymentPath> paths = terms.taken().invoice().paymentPaths();
    int count = Math.min(paths.size(), MAX_PATHS);
    Plan answer = new Plan.Impossible("no path");
    for (int i = 0; i < count; i++) {
      AnyInvoice.PaymentPath path = paths.get((limits.attempt() + i) % count);
      Plan plan = over(path, order, terms, amountMsat, limits);
      if (plan instanceof Plan.Ready) {
        return plan;
      }
      if (i == 0 || plan instanceof Plan.NoRoute) {
        answer = plan;
      }
    }
    return answer;
  }

  private Plan over(
      AnyInvoice.PaymentPath path, Order order, Terms terms, long amountMsat, Limits limits) {
    try {
      PaymentInfo info = path.info();
      long arriving = BlindedPayments.payerAmount(amountMsat, info);
      // Whether the bounds are meant with or without fees differs between implementations.
      if (Long.compareUnsigned(amountMsat, info.htlcMinimumMsat()) < 0) {
        return new Plan.Impossible("the amount is below what the invoice's paths take");
      }
      if (Long.compareUnsigned(arriving, info.htlcMaximumMsat()) > 0) {
        return new Plan.Impossible("the amount is above what the invoice's paths take");
      }
      Optional<PublicKey> introduction = routes.node(path.path().firstNode());
      List<RouteHop> route =
          introduction
              .map(node -> routes.payment(node, arriving, limits.attempt()))
              .orElse(List.of());
      return route.isEmpty()
          ? new Plan.NoRoute()
          : along(route, path, arriving, order, terms, amountMsat, limits);
    } catch (WireException e) {
      return new Plan.Impossible("amount and fees are more than there can be");
    }
  }

  private Plan along(
      List<RouteHop> route,
      AnyInvoice.PaymentPath path,
      long arrivingMsat,
      Order order,
      Terms terms,
      long amountMsat,
      Limits limits)
      throws WireException {
    int last = route.size() - 1;
    long finalCltv = limits.height() + limits.blocks();
    Long[] amounts = new Long[route.size()];
    Long[] expiries = new Long[route.size()];
    amounts[last] = arrivingMsat;
    expiries[last] = finalCltv + path.info().cltvExpiryDelta();
    for (int i = last; i > 0; i--) {
      amounts[i - 1] = BlindedPayments.payerAmount(amounts[i], route.get(i).relay());
      expiries[i - 1] = expiries[i] + route.get(i).relay().cltvExpiryDelta();
    }
    if (amounts[0] - amountMsat > limits.feeMsat()) {
      return new Plan.Impossible("the fees are above the limit");
    }
    if (expiries[0] > limits.height() + PayerPolicy.MAX_CLTV_BLOCKS) {
      return new Plan.Impossible("the HTLC would expire too far away");
    }
    List<Hop> hops =
        payloads.hops(
            order,
            terms,
            route,
            Arrays.asList(amounts),
            Arrays.asList(expiries),
            path.path(),
            amountMsat,
            finalCltv);
    return PaymentPayloads.fit(hops)
        ? new Plan.Ready(List.copyOf(route), amountMsat, List.of(amounts), List.of(expiries), hops)
        : new Plan.Impossible("the onion has no room for the route");
  }
}
