package org.nightjar.async.payer;

import java.util.ArrayList;
import java.util.List;
import org.nightjar.Hop;
import org.nightjar.OnionPacket;
import org.nightjar.async.RouteHop;
import org.nightjar.wire.BigSize;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.PaymentPayload;
import org.nightjar.wire.WireProfile;

/**
 * What each hop of a payment is told (BOLT 4 "payload format", bolts#1149): {2, 4, 6} in the clear,
 * {10, 12} at the introduction node, {10} on the blinded path, {2, 4, 10, 18} at its end, and there
 * for a static invoice the invoice request and the preimage too.
 */
final class PaymentPayloads {
  private static final int HMAC_LENGTH = 32;

  private final WireProfile profile;

  PaymentPayloads(WireProfile profile) {
    this.profile = profile;
  }

  /**
   * The hops of an onion.
   *
   * @param amountsMsat of the HTLC on each channel of the route
   * @param cltvExpiries of the HTLC on each channel of the route
   * @param amountMsat for the recipient
   * @param finalCltv for the recipient
   */
  List<Hop> hops(
      Order order,
      Terms terms,
      List<RouteHop> route,
      List<Long> amountsMsat,
      List<Long> cltvExpiries,
      BlindedPath path,
      long amountMsat,
      long finalCltv) {
    List<Hop> hops = new ArrayList<>();
    for (int i = 1; i < route.size(); i++) {
      PaymentPayload.Builder payload =
          PaymentPayload.builder()
              .amtToForward(amountsMsat.get(i))
              .outgoingCltvValue(cltvExpiries.get(i))
              .shortChannelId(route.get(i).channel());
      hops.add(Hop.of(route.get(i - 1).node(), payload.build().encode()));
    }
    for (int i = 0; i < path.hops().size(); i++) {
      BlindedPath.Hop hop = path.hops().get(i);
      PaymentPayload.Builder payload =
          PaymentPayload.builder().encryptedRecipientData(hop.encryptedRecipientData());
      if (i == 0) {
        payload.currentPathKey(path.firstPathKey());
      }
      if (i == path.hops().size() - 1) {
        addFinal(payload, order, terms, amountMsat, finalCltv);
      }
      hops.add(
          Hop.of(
              i == 0 ? route.get(route.size() - 1).node() : hop.blindedNodeId(),
              payload.build().encode()));
    }
    return hops;
  }

  private void addFinal(
      PaymentPayload.Builder payload, Order order, Terms terms, long amountMsat, long finalCltv) {
    payload
        .amtToForward(amountMsat)
        .outgoingCltvValue(finalCltv)
        .totalAmountMsat(order.amountMsat());
    if (terms instanceof Terms.Static chosen) {
      payload
          .invoiceRequest(order.request().encode(), profile)
          .keysendPreimage(chosen.preimage().toBytes());
    }
  }

  /** Whether an onion has room for what all hops are told. */
  static boolean fit(List<Hop> hops) {
    long length = 0;
    for (Hop hop : hops) {
      int payload = hop.payload().length;
      length += BigSize.length(payload) + payload + HMAC_LENGTH;
    }
    return length <= OnionPacket.PAYMENT_PAYLOADS_LENGTH;
  }
}
