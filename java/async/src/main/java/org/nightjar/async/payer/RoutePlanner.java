package org.nightjar.async.payer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nightjar.Hop;
import org.nightjar.PublicKey;
import org.nightjar.async.RouteHop;
import org.nightjar.async.RouteHtlcs;
import org.nightjar.async.Routes;
import org.nightjar.wire.PaymentInfo;
import org.nightjar.wire.WireException;
import org.nightjar.wire.blinded.BlindedPayments;
import org.nightjar.wire.blinded.PaymentRelay;
import org.nightjar.wire.bolt12.AnyInvoice;

/**
 * Plans HTLCs: a route to the introduction node of one of the invoice's paths, or to a trampoline
 * node that finds it, with what all hops take, within the payer's limits.
 */
final class RoutePlanner {
  /** Paths of an invoice that are looked at; an invoice can have hundreds, at the payer's cost. */
  private static final int MAX_PATHS = 8;

  private final Routes routes;
  private final PaymentPayloads payloads;
  private final TrampolinePlanner trampoline;

  RoutePlanner(Routes routes, PaymentPayloads payloads, PaymentRelay offered) {
    this.routes = routes;
    this.payloads = payloads;
    trampoline = new TrampolinePlanner(routes, offered);
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
      Optional<PublicKey> node = routes.node(path.path().firstNode());
      if (node.isEmpty()) {
        return new Plan.NoRoute();
      }
      long finalCltv = limits.height() + limits.blocks();
      Entrance entrance =
          new Entrance(
              node.get(),
              arriving,
              finalCltv + info.cltvExpiryDelta(),
              payloads.pathHops(order, terms, node.get(), path.path(), amountMsat, finalCltv));
      return order.mode() == PayerMode.TRAMPOLINE
          ? trampoline.to(entrance, terms, amountMsat, limits)
          : to(entrance, amountMsat, limits);
    } catch (WireException e) {
      return new Plan.Impossible("amount and fees are more than there can be");
    }
  }

  private Plan to(Entrance entrance, long amountMsat, Limits limits) throws WireException {
    List<RouteHop> route = routes.payment(entrance.node(), entrance.amountMsat(), limits.attempt());
    if (route.isEmpty()) {
      return new Plan.NoRoute();
    }
    RouteHtlcs htlcs = RouteHtlcs.arriving(route, entrance.amountMsat(), entrance.cltvExpiry());
    List<Hop> hops = new ArrayList<>(htlcs.clearHops());
    hops.addAll(entrance.hops());
    boolean direct = route.size() == 1;
    Plan.Ready plan =
        new Plan.Ready(
            htlcs,
            amountMsat,
            hops,
            false,
            direct ? 0 : htlcs.amountsMsat().get(1),
            direct ? 0 : htlcs.cltvExpiries().get(1));
    return limits.check(plan, RouteHtlcs.fit(hops));
  }
}
