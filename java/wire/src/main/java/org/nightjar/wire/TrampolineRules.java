package org.nightjar.wire;

import java.util.Set;
import org.nightjar.wire.WireException.Reason;

/**
 * Which types the two payloads of a trampoline node must and may have: the one of the outer onion,
 * which brings the inner onion, and the one of the inner onion, which says what to do (bolts#836, a
 * draft). Without a payload there is nothing to check: first peel both.
 *
 * <p>What to answer: {@code invalid_onion_blinding} if either has a path key; else {@code
 * invalid_onion_payload} with type and offset, under both layers ({@code
 * org.nightjar.Trampoline#createFailure}).
 */
public final class TrampolineRules {
  private static final Set<Long> ELSEWHERE =
      Set.of(
          PayloadTypes.SHORT_CHANNEL_ID,
          PayloadTypes.ENCRYPTED_RECIPIENT_DATA,
          PayloadTypes.OUTGOING_NODE_ID,
          PayloadTypes.RECIPIENT_BLINDED_PATHS);

  private TrampolineRules() {}

  /** What a trampoline node is for. */
  public enum Role {
    /**
     * Find a route to the next trampoline node, and send it the peeled inner onion: {@code
     * outgoing_node_id}, or on a blinded path the {@code next_node_id} of the encrypted data.
     */
    FORWARD_TO_NODE,
    /** Pay over the blinded paths of a recipient that knows no trampoline. */
    FORWARD_TO_PATHS,
    /** Claim the payment. */
    RECIPIENT
  }

  /**
   * Checks the payload of the outer onion's last hop: an HTLC, or a part of it, for the trampoline
   * node, and the inner onion.
   *
   * @throws WireException for the first type that is missing or not allowed
   */
  public static void checkOuter(PaymentPayload outer) throws WireException {
    PayloadRules.need(outer, PayloadTypes.AMT_TO_FORWARD, "amt_to_forward");
    PayloadRules.need(outer, PayloadTypes.OUTGOING_CLTV_VALUE, "outgoing_cltv_value");
    PayloadRules.need(outer, PayloadTypes.PAYMENT_DATA, "payment_data, which joins the parts");
    PayloadRules.need(outer, PayloadTypes.TRAMPOLINE_ONION_PACKET, "trampoline_onion_packet");
    outer.stream()
        .refuse(
            record -> ELSEWHERE.contains(record.type()),
            Reason.FORBIDDEN_TYPE,
            "not allowed beside trampoline_onion_packet");
  }

  /**
   * Checks what a trampoline node found in both onions.
   *
   * @param outer where the inner onion was
   * @param inner what this node's layer of the inner onion says
   * @param lastLayer whether there is no layer of the inner onion behind this one
   * @param alsoAllowed for the recipient, as for {@link PayloadRules#checkFinal(PaymentPayload,
   *     boolean, Set)}
   * @return what is to be done
   * @throws WireException for the first type that is missing or not allowed; of reason VALUE if the
   *     outer onion brings less than the inner one spends
   */
  public static Role check(
      PaymentPayload outer, PaymentPayload inner, boolean lastLayer, Set<Long> alsoAllowed)
      throws WireException {
    checkOuter(outer);
    boolean outerPathKey = PayloadRules.has(outer, PayloadTypes.CURRENT_PATH_KEY);
    boolean toPaths = PayloadRules.has(inner, PayloadTypes.RECIPIENT_BLINDED_PATHS);
    if (toPaths || !lastLayer) {
      checkForward(inner, outerPathKey, toPaths);
    } else {
      PayloadRules.checkFinal(inner, outerPathKey, alsoAllowed);
    }
    checkAmounts(outer, inner);
    return toPaths ? Role.FORWARD_TO_PATHS : lastLayer ? Role.RECIPIENT : Role.FORWARD_TO_NODE;
  }

  /** Inside a blinded path its maker says where to go, and what that takes. */
  private static void checkForward(PaymentPayload inner, boolean outerPathKey, boolean toPaths)
      throws WireException {
    PayloadRules.checkPathKey(inner, outerPathKey);
    if (PayloadRules.isBlinded(inner)) {
      PayloadRules.allowOnly(inner, PayloadRules.BLINDED_FORWARD);
      return;
    }
    PayloadRules.need(inner, PayloadTypes.AMT_TO_FORWARD, "amt_to_forward");
    PayloadRules.need(inner, PayloadTypes.OUTGOING_CLTV_VALUE, "outgoing_cltv_value");
    if (!toPaths) {
      PayloadRules.need(
          inner, PayloadTypes.OUTGOING_NODE_ID, "outgoing_node_id or recipient_blinded_paths");
    }
    inner.stream()
        .refuse(
            record ->
                record.type() == PayloadTypes.SHORT_CHANNEL_ID
                    || record.type() == PayloadTypes.TRAMPOLINE_ONION_PACKET
                    || record.type() == PayloadTypes.OUTGOING_NODE_ID && toPaths,
            Reason.FORBIDDEN_TYPE,
            "not allowed for a trampoline node that forwards");
  }

  private static void checkAmounts(PaymentPayload outer, PaymentPayload inner)
      throws WireException {
    long total = outer.paymentData().orElseThrow().totalMsat();
    if (inner.amtToForward().orElse(0) > total) {
      throw WireException.ofType(
          Reason.VALUE, PayloadTypes.AMT_TO_FORWARD, "is more than all parts together bring");
    }
    if (inner.outgoingCltvValue().orElse(0) > outer.outgoingCltvValue().orElseThrow()) {
      throw WireException.ofType(
          Reason.VALUE, PayloadTypes.OUTGOING_CLTV_VALUE, "is after the expiry of the HTLC");
    }
  }
}
