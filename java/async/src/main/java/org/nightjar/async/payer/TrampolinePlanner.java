package org.nightjar.async.payer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nightjar.Hop;
import org.nightjar.OnionPacket;
import org.nightjar.PublicKey;
import org.nightjar.async.InboundChannel;
import org.nightjar.async.RouteHop;
import org.nightjar.async.RouteHtlcs;
import org.nightjar.async.Routes;
import org.nightjar.wire.PaymentData;
import org.nightjar.wire.PaymentPayload;
import org.nightjar.wire.TrampolineFields;
import org.nightjar.wire.WireException;
import org.nightjar.wire.blinded.BlindedPayments;
import org.nightjar.wire.blinded.PaymentRelay;

/**
 * Plans HTLCs for a payer that knows its own channels only (bolts#836): one channel to a peer,
 * which is told the introduction node of a blinded path and finds the way there. The path itself is
 * the rest of the trampoline onion, so its nodes must know trampoline too.
 */
final class TrampolinePlanner {
  private final Routes routes;
  private final PaymentRelay offered;

  /**
   * A planner.
   *
   * @param offered to the trampoline node, until it says what it wants
   */
  TrampolinePlanner(Routes routes, PaymentRelay offered) {
    this.routes = routes;
    this.offered = offered;
  }

  /**
   * Plans one HTLC.
   *
   * @param amountMsat for the recipient
   */
  Plan to(Entrance entrance, Terms terms, long amountMsat, Limits limits) throws WireException {
    if (!terms.taken().invoice().invoice().allowsTrampoline()) {
      return new Plan.Impossible("the recipient takes no trampoline payments");
    }
    List<RouteHop> route = toPeer(entrance.amountMsat(), limits.attempt());
    if (route.isEmpty()) {
      return new Plan.NoRoute();
    }
    Plan.Ready plan =
        route.get(0).node().equals(entrance.node())
            ? atEntrance(entrance, route, amountMsat)
            : before(entrance, route, amountMsat, limits);
    return limits.check(plan, fits(plan));
  }

  /** A channel to a peer that can be reached now: another peer for each attempt. */
  private List<RouteHop> toPeer(long amountMsat, int attempt) {
    List<PublicKey> peers =
        routes.inbound().stream()
            .filter(InboundChannel::usable)
            .map(InboundChannel::peer)
            .distinct()
            .toList();
    for (int i = 0; i < peers.size(); i++) {
      PublicKey peer = peers.get((attempt + i) % peers.size());
      List<RouteHop> route = routes.payment(peer, amountMsat, 0);
      if (route.size() == 1) {
        return route;
      }
    }
    return List.of();
  }

  /** The peer is the introduction node: there is no way to find. */
  private static Plan.Ready atEntrance(Entrance entrance, List<RouteHop> route, long amountMsat)
      throws WireException {
    RouteHtlcs htlcs = RouteHtlcs.arriving(route, entrance.amountMsat(), entrance.cltvExpiry());
    return new Plan.Ready(htlcs, amountMsat, entrance.hops(), true, 0, 0);
  }

  /** The peer gets fee and blocks on top, for the way that it finds, and for itself. */
  private Plan.Ready before(Entrance entrance, List<RouteHop> route, long amountMsat, Limits limits)
      throws WireException {
    PaymentRelay relay = limits.wanted().orElse(offered);
    long fee = BlindedPayments.payerAmount(entrance.amountMsat(), relay) - entrance.amountMsat();
    long affordable = Math.max(0, limits.feeMsat() - (entrance.amountMsat() - amountMsat));
    // Less may be offered, but not less than what is wanted.
    long paid = limits.wanted().isPresent() ? fee : Math.min(fee, affordable);
    RouteHtlcs htlcs =
        RouteHtlcs.arriving(
            route, entrance.amountMsat() + paid, entrance.cltvExpiry() + relay.cltvExpiryDelta());
    PaymentPayload payload =
        PaymentPayload.builder()
            .amtToForward(entrance.amountMsat())
            .outgoingCltvValue(entrance.cltvExpiry())
            .trampoline(TrampolineFields.ofNextNode(entrance.node()))
            .build();
    List<Hop> hops = new ArrayList<>();
    hops.add(Hop.of(route.get(0).node(), payload.encode()));
    hops.addAll(entrance.hops());
    return new Plan.Ready(
        htlcs, amountMsat, hops, true, entrance.amountMsat(), entrance.cltvExpiry());
  }

  /** Whether the outer onion has room for the inner one, which is as long as its hops need. */
  private static boolean fits(Plan.Ready plan) {
    OnionPacket inner =
        OnionPacket.of(new byte[OnionPacket.OVERHEAD + RouteHtlcs.room(plan.hops())]);
    byte[] paymentSecret = new byte[PaymentData.SECRET_LENGTH];
    return RouteHtlcs.fit(plan.htlcs().trampolineHops(paymentSecret, inner, Optional.empty()));
  }
}
