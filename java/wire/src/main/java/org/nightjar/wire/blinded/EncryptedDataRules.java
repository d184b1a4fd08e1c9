package org.nightjar.wire.blinded;

import java.util.Set;
import org.nightjar.wire.Features;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireException.Reason;

/**
 * Which types encrypted data must and may have, by the place of the hop and by what travels: the
 * reader's requirements of BOLT 4 "encrypted_data_tlv" and "Onion Messages". A message that breaks
 * one is dropped; a payment fails with {@code invalid_onion_blinding}.
 */
public final class EncryptedDataRules {
  private EncryptedDataRules() {}

  /**
   * Checks a node that forwards an onion message: it must know to whom, exactly once, and must not
   * have what is for others.
   */
  public static void checkMessageForward(EncryptedData data) throws WireException {
    checkNext(data);
    refuse(data, EncryptedData.PATH_ID, "path_id, which only the last node may have");
    checkMessageFinal(data);
  }

  /** Checks the last node of an onion message. */
  public static void checkMessageFinal(EncryptedData data) throws WireException {
    refuse(data, EncryptedData.PAYMENT_RELAY, "payment_relay, but a message travels");
    refuse(data, EncryptedData.PAYMENT_CONSTRAINTS, "payment_constraints, but a message travels");
  }

  /**
   * Checks a node that forwards a payment: it must know to whom, exactly once, and for how much.
   */
  public static void checkPaymentForward(EncryptedData data) throws WireException {
    checkNext(data);
    if (data.paymentRelay().isEmpty()) {
      throw WireException.missing(EncryptedData.PAYMENT_RELAY, "payment_relay");
    }
  }

  /**
   * Checks the last node of a payment. It need not be told where to go, but never two ways at once.
   */
  public static void checkPaymentFinal(EncryptedData data) throws WireException {
    refuseTwoWays(data);
  }

  /**
   * Checks an incoming HTLC against the constraints, if there are any.
   *
   * @param amountMsat of the incoming HTLC
   * @param cltvExpiry of the incoming HTLC
   */
  public static void checkConstraints(EncryptedData data, long amountMsat, long cltvExpiry)
      throws WireException {
    if (data.paymentConstraints().isPresent()) {
      data.paymentConstraints().get().check(amountMsat, cltvExpiry);
    }
  }

  /**
   * Checks the allowed features: even an odd one must be known.
   *
   * @param known the bits that this node knows
   * @param used the bits that what travels makes use of
   */
  public static void checkFeatures(EncryptedData data, Set<Integer> known, Set<Integer> used)
      throws WireException {
    Features allowed = data.allowedFeatures();
    for (int bit = 0; bit < allowed.length() * 8; bit++) {
      if (allowed.hasBit(bit) && !known.contains(bit)) {
        throw WireException.ofType(
            Reason.UNKNOWN_FEATURE,
            EncryptedData.ALLOWED_FEATURES,
            "has feature bit " + bit + ", which is not known");
      }
    }
    for (int bit : used) {
      if (!allowed.hasBit(bit)) {
        throw WireException.ofType(
            Reason.VALUE,
            EncryptedData.ALLOWED_FEATURES,
            "does not allow feature bit " + bit + ", which is used");
      }
    }
  }

  private static void checkNext(EncryptedData data) throws WireException {
    refuseTwoWays(data);
    if (data.shortChannelId().isEmpty() && data.nextNodeId().isEmpty()) {
      throw WireException.missing(EncryptedData.NEXT_NODE_ID, "next_node_id or short_channel_id");
    }
  }

  private static void refuseTwoWays(EncryptedData data) throws WireException {
    if (data.shortChannelId().isPresent()) {
      refuse(data, EncryptedData.NEXT_NODE_ID, "next_node_id, but there is short_channel_id too");
    }
  }

  private static void refuse(EncryptedData data, long type, String what) throws WireException {
    data.stream().refuse(record -> record.type() == type, Reason.FORBIDDEN_TYPE, what);
  }
}
