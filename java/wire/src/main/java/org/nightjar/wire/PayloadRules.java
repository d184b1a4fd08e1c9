package org.nightjar.wire;

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
  private static final Set<Long> BLINDED_FORWARD =
      Set.of(PaymentPayload.ENCRYPTED_RECIPIENT_DATA, PaymentPayload.CURRENT_PATH_KEY);
  private static final Set<Long> BLINDED_FINAL =
      Set.of(
          PaymentPayload.AMT_TO_FORWARD,
          PaymentPayload.OUTGOING_CLTV_VALUE,
          PaymentPayload.ENCRYPTED_RECIPIENT_DATA,
          PaymentPayload.CURRENT_PATH_KEY,
          PaymentPayload.TOTAL_AMOUNT_MSAT);

  private PayloadRules() {}

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
    need(payload, PaymentPayload.AMT_TO_FORWARD, "amt_to_forward");
    need(payload, PaymentPayload.OUTGOING_CLTV_VALUE, "outgoing_cltv_value");
    need(payload, PaymentPayload.SHORT_CHANNEL_ID, "short_channel_id");
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
    checkPathKey(payload, withPathKey);
    if (isBlinded(payload)) {
      allowOnly(payload, BLINDED_FINAL);
      need(payload, PaymentPayload.TOTAL_AMOUNT_MSAT, "total_amount_msat");
    } else if (!has(payload, PaymentPayload.KEYSEND_PREIMAGE)) {
      need(
          payload, PaymentPayload.PAYMENT_DATA, "payment_data, unless there is a keysend preimage");
    }
    need(payload, PaymentPayload.AMT_TO_FORWARD, "amt_to_forward");
    need(payload, PaymentPayload.OUTGOING_CLTV_VALUE, "outgoing_cltv_value");
  }

  /** On a blinded path there is exactly one path key, outside of one there is none. */
  private static void checkPathKey(PaymentPayload payload, boolean withPathKey)
      throws WireException {
    if (!isBlinded(payload) && withPathKey) {
      throw WireException.missing(
          PaymentPayload.ENCRYPTED_RECIPIENT_DATA,
          "encrypted_recipient_data, since a path key came with the HTLC");
    }
    if (isBlinded(payload) && !withPathKey) {
      need(
          payload,
          PaymentPayload.CURRENT_PATH_KEY,
          "current_path_key, since no path key came with the HTLC");
    } else {
      payload.stream()
          .refuse(
              record -> record.type() == PaymentPayload.CURRENT_PATH_KEY,
              WireException.Reason.FORBIDDEN_TYPE,
              withPathKey
                  ? "current_path_key, but a path key came with the HTLC"
                  : "current_path_key without encrypted_recipient_data");
    }
  }

  private static boolean isBlinded(PaymentPayload payload) {
    return has(payload, PaymentPayload.ENCRYPTED_RECIPIENT_DATA);
  }

  private static boolean has(PaymentPayload payload, long type) {
    return payload.stream().find(type).isPresent();
  }

  private static void need(PaymentPayload payload, long type, String what) throws WireException {
    if (!has(payload, type)) {
      throw WireException.missing(type, what);
    }
  }

  private static void allowOnly(PaymentPayload payload, Set<Long> types) throws WireException {
    payload.stream()
        .refuse(
            record -> !types.contains(record.type()),
            WireException.Reason.FORBIDDEN_TYPE,
            "not allowed on a blinded path");
  }
}
