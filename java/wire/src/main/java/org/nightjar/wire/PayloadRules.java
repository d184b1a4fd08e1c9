package org.nightjar.wire;

import java.util.HashSet;
import java.util.Set;

/**
 * Which types a payment payload must and may have, by the place of its hop in the route: the
 * reader's requirements of BOLT 4 "payload format" that need nothing but the payload. A sender
 * whose payload passes here is understood.
 *
 * <p>What to answer: {@code invalid_onion_blinding} if a path key came with the HTLC, or if {@code
 * current_path_key} is in the payload of a node that is not the final one; else {@code
 * invalid_onion_payload} with type and offset.
 */
public final class PayloadRules {
  static final Set<Long> BLINDED_FORWARD =
      Set.of(PayloadTypes.ENCRYPTED_RECIPIENT_DATA, PayloadTypes.CURRENT_PATH_KEY);
  private static final Set<Long> BLINDED_FINAL =
      Set.of(
          PayloadTypes.AMT_TO_FORWARD,
          PayloadTypes.OUTGOING_CLTV_VALUE,
          PayloadTypes.ENCRYPTED_RECIPIENT_DATA,
          PayloadTypes.CURRENT_PATH_KEY,
          PayloadTypes.TOTAL_AMOUNT_MSAT);

  private PayloadRules() {}

  /**
   * What a recipient allows that has given out a static invoice: the invoice request and the
   * preimage beside {@code encrypted_recipient_data} (bolts#1149).
   */
  public static Set<Long> staticInvoice(WireProfile profile) {
    return Set.of(AsyncTypes.invoiceRequest(profile), PayloadTypes.KEYSEND_PREIMAGE);
  }

  /**
   * Checks the payload of a node that forwards.
   *
   * @param withPathKey whether a path key came with the HTLC
   * @throws WireException for the first type that is missing or not allowed
   */
  public static void checkForward(PaymentPayload payload, boolean withPathKey)
      throws WireException {
    checkPathKey(payload, withPathKey);
    if (isBlinded(payload)) {
      allowOnly(payload, BLINDED_FORWARD);
      return;
    }
    refuseTrampoline(payload);
    need(payload, PayloadTypes.AMT_TO_FORWARD, "amt_to_forward");
    need(payload, PayloadTypes.OUTGOING_CLTV_VALUE, "outgoing_cltv_value");
    need(payload, PayloadTypes.SHORT_CHANNEL_ID, "short_channel_id");
  }

  /**
   * Checks the payload of the final node. Outside a blinded path it must also have {@code
   * payment_data} or a keysend preimage: every invoice has a payment secret (BOLT 11), and a
   * payment without invoice is a keysend (bLIP 3).
   *
   * @param withPathKey whether a path key came with the HTLC
   * @throws WireException for the first type that is missing or not allowed
   */
  public static void checkFinal(PaymentPayload payload, boolean withPathKey) throws WireException {
    checkFinal(payload, withPathKey, Set.of());
  }

  /**
   * Checks the payload of the final node, which allows more than BOLT 4 does.
   *
   * @param withPathKey whether a path key came with the HTLC
   * @param alsoAllowed such as {@link #staticInvoice}; for a trampoline payment see {@link
   *     TrampolineRules}
   * @throws WireException for the first type that is missing or not allowed
   */
  public static void checkFinal(PaymentPayload payload, boolean withPathKey, Set<Long> alsoAllowed)
      throws WireException {
    checkPathKey(payload, withPathKey);
    refuseTrampoline(payload);
    if (isBlinded(payload)) {
      Set<Long> allowed = new HashSet<>(BLINDED_FINAL);
      allowed.addAll(alsoAllowed);
      allowOnly(payload, allowed);
      need(payload, PayloadTypes.TOTAL_AMOUNT_MSAT, "total_amount_msat");
    } else if (!has(payload, PayloadTypes.KEYSEND_PREIMAGE)) {
      need(payload, PayloadTypes.PAYMENT_DATA, "payment_data, unless there is a keysend preimage");
    }
    need(payload, PayloadTypes.AMT_TO_FORWARD, "amt_to_forward");
    need(payload, PayloadTypes.OUTGOING_CLTV_VALUE, "outgoing_cltv_value");
  }

  /**
   * Checks the HTLC that came to the final node against its payload, which {@link #checkFinal}
   * passed: somebody on the way may have sent on less than the sender told it to.
   *
   * @param amountMsat of the HTLC
   * @param cltvExpiry of the HTLC
   * @param earliestExpiry block height and {@code min_final_cltv_expiry_delta} together
   * @throws WireException of reason VALUE with type 2 for {@code final_incorrect_htlc_amount}, with
   *     type 4 for {@code final_incorrect_cltv_expiry}, or without a type if there is too little
   *     time, for {@code incorrect_or_unknown_payment_details}; on a blinded path all are {@code
   *     invalid_onion_blinding}
   */
  public static void checkFinalHtlc(
      PaymentPayload payload, long amountMsat, long cltvExpiry, long earliestExpiry)
      throws WireException {
    if (amountMsat < payload.amtToForward().orElseThrow()) {
      throw WireException.ofType(
          WireException.Reason.VALUE,
          PayloadTypes.AMT_TO_FORWARD,
          "is more than the HTLC's " + amountMsat + " msat");
    }
    if (cltvExpiry < payload.outgoingCltvValue().orElseThrow()) {
      throw WireException.ofType(
          WireException.Reason.VALUE,
          PayloadTypes.OUTGOING_CLTV_VALUE,
          "is after the HTLC's expiry at " + cltvExpiry);
    }
    if (cltvExpiry < earliestExpiry) {
      throw WireException.of(
          WireException.Reason.VALUE,
          "the HTLC expires at " + cltvExpiry + ", before " + earliestExpiry);
    }
  }

  /** On a blinded path there is exactly one path key, outside of one there is none. */
  static void checkPathKey(PaymentPayload payload, boolean withPathKey) throws WireException {
    if (!isBlinded(payload) && withPathKey) {
      throw WireException.missing(
          PayloadTypes.ENCRYPTED_RECIPIENT_DATA,
          "encrypted_recipient_data, since a path key came with the HTLC");
    }
    if (isBlinded(payload) && !withPathKey) {
      need(
          payload,
          PayloadTypes.CURRENT_PATH_KEY,
          "current_path_key, since no path key came with the HTLC");
    } else {
      payload.stream()
          .refuse(
              record -> record.type() == PayloadTypes.CURRENT_PATH_KEY,
              WireException.Reason.FORBIDDEN_TYPE,
              withPathKey
                  ? "current_path_key, but a path key came with the HTLC"
                  : "current_path_key without encrypted_recipient_data");
    }
  }

  static boolean isBlinded(PaymentPayload payload) {
    return has(payload, PayloadTypes.ENCRYPTED_RECIPIENT_DATA);
  }

  static boolean has(PaymentPayload payload, long type) {
    return payload.stream().find(type).isPresent();
  }

  static void need(PaymentPayload payload, long type, String what) throws WireException {
    if (!has(payload, type)) {
      throw WireException.missing(type, what);
    }
  }

  /** To whoever does not support trampoline, these types are as unknown as any other. */
  private static void refuseTrampoline(PaymentPayload payload) throws WireException {
    payload.stream()
        .refuse(
            record -> record.isEven() && PayloadTypes.TRAMPOLINE.contains(record.type()),
            WireException.Reason.UNKNOWN_EVEN_TYPE,
            "for trampoline nodes only");
  }

  static void allowOnly(PaymentPayload payload, Set<Long> types) throws WireException {
    payload.stream()
        .refuse(
            record -> !types.contains(record.type()),
            WireException.Reason.FORBIDDEN_TYPE,
            "not allowed on a blinded path");
  }
}
