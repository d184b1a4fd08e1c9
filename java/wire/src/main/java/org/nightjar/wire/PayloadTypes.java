package org.nightjar.wire;

import java.util.Set;

/** TLV types of the payment payload (BOLT 4; keysend: bLIP 3; trampoline: bolts#836). */
final class PayloadTypes {
  static final long AMT_TO_FORWARD = 2;
  static final long OUTGOING_CLTV_VALUE = 4;
  static final long SHORT_CHANNEL_ID = 6;
  static final long PAYMENT_DATA = 8;
  static final long ENCRYPTED_RECIPIENT_DATA = 10;
  static final long CURRENT_PATH_KEY = 12;
  static final long OUTGOING_NODE_ID = 14;
  static final long PAYMENT_METADATA = 16;
  static final long TOTAL_AMOUNT_MSAT = 18;
  static final long TRAMPOLINE_ONION_PACKET = 20;
  static final long RECIPIENT_FEATURES = 21;
  static final long RECIPIENT_BLINDED_PATHS = 22;
  static final long KEYSEND_PREIMAGE = 5482373484L;

  static final Set<Long> TRAMPOLINE =
      Set.of(
          OUTGOING_NODE_ID, TRAMPOLINE_ONION_PACKET, RECIPIENT_FEATURES, RECIPIENT_BLINDED_PATHS);

  private static final Set<Long> OTHERS =
      Set.of(
          AMT_TO_FORWARD,
          OUTGOING_CLTV_VALUE,
          SHORT_CHANNEL_ID,
          PAYMENT_DATA,
          ENCRYPTED_RECIPIENT_DATA,
          CURRENT_PATH_KEY,
          PAYMENT_METADATA,
          TOTAL_AMOUNT_MSAT,
          KEYSEND_PREIMAGE);

  private PayloadTypes() {}

  static boolean isKnown(long type) {
    return OTHERS.contains(type) || TRAMPOLINE.contains(type);
  }
}
