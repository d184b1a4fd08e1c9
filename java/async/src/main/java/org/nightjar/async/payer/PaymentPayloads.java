package org.nightjar.async.payer;

import java.util.ArrayList;
import java.util.List;
import org.nightjar.Hop;
import org.nightjar.PublicKey;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.PaymentPayload;
import org.nightjar.wire.WireProfile;

/**
 * What each hop of a blinded path is told (BOLT 4 "payload format", bolts#1149): {10, 12} at the
 * introduction node, {10} behind it, {2, 4, 10, 18} at the end, and there for a static invoice the
 * invoice request and the preimage too.
 */
final class PaymentPayloads {
  private final WireProfile profile;

  PaymentPayloads(WireProfile profile) {
    this.profile = profile;
  }

  /**
   * The hops of a blinded path.
   *
   * @param introduction its first node
   * @param amountMsat for the recipient
   * @param finalCltv for the recipient
   */
  List<Hop> pathHops(
      Order order,
      Terms terms,
      PublicKey introduction,
      BlindedPath path,
      long amountMsat,
      long finalCltv) {
    List<Hop> hops = new ArrayList<>();
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
      hops.add(Hop.of(i == 0 ? introduction : hop.blindedNodeId(), payload.build().encode()));
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
}
