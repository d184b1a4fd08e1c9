package org.nightjar.cli;

import java.util.HexFormat;
import java.util.Locale;
import org.nightjar.wire.PaymentPayload;
import org.nightjar.wire.TrampolineFields;
import org.nightjar.wire.WireException;

/** A hop's payload for people and for JSON: each field by its BOLT 4 name. */
public final class PayloadFields {
  private static final HexFormat HEX = HexFormat.of();

  private PayloadFields() {}

  /**
   * Decodes a TLV stream.
   *
   * @throws WireException if it is no payment payload
   */
  public static NamedFields decode(byte[] payload) throws WireException {
    return of(PaymentPayload.decode(payload));
  }

  /** The fields of a payload. */
  public static NamedFields of(PaymentPayload payload) {
    NamedFields all = new NamedFields();
    payload.amtToForward().ifPresent(msat -> all.add("amt_to_forward", msat(msat), msat));
    payload
        .outgoingCltvValue()
        .ifPresent(height -> all.add("outgoing_cltv_value", "block " + grouped(height), height));
    payload.shortChannelId().ifPresent(id -> all.add("short_channel_id", id.toString()));
    payload
        .paymentData()
        .ifPresent(
            data -> {
              all.add("payment_secret", HEX.formatHex(data.exposePaymentSecret()));
              all.add("total_msat", msat(data.totalMsat()), data.totalMsat());
            });
    payload.encryptedRecipientData().ifPresent(data -> all.add("encrypted_recipient_data", data));
    payload.currentPathKey().ifPresent(key -> all.add("current_path_key", key.toBytes()));
    payload.paymentMetadata().ifPresent(data -> all.add("payment_metadata", data));
    payload.totalAmountMsat().ifPresent(msat -> all.add("total_amount_msat", msat(msat), msat));
    TrampolineFields trampoline = payload.trampoline();
    trampoline.outgoingNodeId().ifPresent(id -> all.add("outgoing_node_id", id.toBytes()));
    trampoline
        .onionPacket()
        .ifPresent(
            onion -> all.add("trampoline_onion_packet", onion.length() + " bytes", onion.length()));
    trampoline
        .recipientPaths()
        .forEach(path -> all.add("recipient_blinded_paths", DocumentFields.pathText(path.path())));
    payload.exposeKeysendPreimage().ifPresent(preimage -> all.add("keysend_preimage", preimage));
    payload.unknownRecords().forEach(all::add);
    return all;
  }

  /** An amount in millisatoshi, for people. */
  public static String msat(long amount) {
    return grouped(amount) + " msat";
  }

  /** A number with separated thousands. */
  public static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
