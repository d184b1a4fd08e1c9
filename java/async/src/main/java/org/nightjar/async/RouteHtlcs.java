package org.nightjar.async;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.nightjar.Hop;
import org.nightjar.OnionPacket;
import org.nightjar.PublicKey;
import org.nightjar.wire.BigSize;
import org.nightjar.wire.PaymentData;
import org.nightjar.wire.PaymentPayload;
import org.nightjar.wire.TrampolineFields;
import org.nightjar.wire.WireException;
import org.nightjar.wire.blinded.BlindedPayments;

/**
 * The HTLCs along a route, and what its nodes are told (BOLT 4 "payload format", BOLT 7 fees;
 * trampoline: bolts#836). Immutable.
 *
 * @param hops at least one
 * @param amountsMsat of the HTLC on each channel
 * @param cltvExpiries of the HTLC on each channel
 */
public record RouteHtlcs(List<RouteHop> hops, List<Long> amountsMsat, List<Long> cltvExpiries) {
  private static final int HMAC_LENGTH = 32;

  /** Takes copies. */
  public RouteHtlcs {
    hops = List.copyOf(hops);
    amountsMsat = List.copyOf(amountsMsat);
    cltvExpiries = List.copyOf(cltvExpiries);
  }

  /**
   * The HTLCs that bring an amount to the end of a route.
   *
   * @param route at least one channel
   * @param amountMsat of the last HTLC
   * @param cltvExpiry of the last HTLC
   * @throws WireException if amount and fees are more than there can be
   */
  public static RouteHtlcs arriving(List<RouteHop> route, long amountMsat, long cltvExpiry)
      throws WireException {
    int last = route.size() - 1;
    Long[] amounts = new Long[route.size()];
    Long[] expiries = new Long[route.size()];
    amounts[last] = amountMsat;
    expiries[last] = cltvExpiry;
    for (int i = last; i > 0; i--) {
      amounts[i - 1] = BlindedPayments.payerAmount(amounts[i], route.get(i).relay());
      expiries[i - 1] = expiries[i] + route.get(i).relay().cltvExpiryDelta();
    }
    return new RouteHtlcs(route, Arrays.asList(amounts), Arrays.asList(expiries));
  }

  /** Of the first HTLC. */
  public long amountMsat() {
    return amountsMsat.get(0);
  }

  /** Of the first HTLC. */
  public long cltvExpiry() {
    return cltvExpiries.get(0);
  }

  /** The node at the end. */
  public PublicKey target() {
    return hops.get(hops.size() - 1).node();
  }

  /** What all nodes but the last are told: {2, 4, 6}. */
  public List<Hop> clearHops() {
    List<Hop> clear = new ArrayList<>();
    for (int i = 1; i < hops.size(); i++) {
      PaymentPayload payload =
          PaymentPayload.builder()
              .amtToForward(amountsMsat.get(i))
              .outgoingCltvValue(cltvExpiries.get(i))
              .shortChannelId(hops.get(i).channel())
              .build();
      clear.add(Hop.of(hops.get(i - 1).node(), payload.encode()));
    }
    return clear;
  }

  /**
   * What all nodes are told if the last is a trampoline node: for that {2, 4, 8, 20}, on a blinded
   * path 12 too. This HTLC is the whole payment to it.
   *
   * @param paymentSecret 32 random bytes, which join parts
   * @param inner the trampoline onion
   * @param pathKey for the trampoline node, on a blinded path
   */
  public List<Hop> trampolineHops(
      byte[] paymentSecret, OnionPacket inner, Optional<PublicKey> pathKey) {
    int last = hops.size() - 1;
    PaymentPayload.Builder payload =
        PaymentPayload.builder()
            .amtToForward(amountsMsat.get(last))
            .outgoingCltvValue(cltvExpiries.get(last))
            .paymentData(PaymentData.of(paymentSecret, amountsMsat.get(last)))
            .trampoline(TrampolineFields.ofOnion(inner));
    pathKey.ifPresent(payload::currentPathKey);
    List<Hop> all = clearHops();
    all.add(Hop.of(target(), payload.build().encode()));
    return all;
  }

  /** Whether a payment onion has room for what all hops are told. */
  public static boolean fit(List<Hop> hops) {
    return room(hops) <= OnionPacket.PAYMENT_PAYLOADS_LENGTH;
  }

  /** What hops take in an onion: lengths, payloads, HMACs; bytes. */
  public static int room(List<Hop> hops) {
    int room = 0;
    for (Hop hop : hops) {
      int payload = hop.payload().length;
      room += BigSize.length(payload) + payload + HMAC_LENGTH;
    }
    return room;
  }
}
