package org.nightjar.cli;

import org.nightjar.wire.blinded.EncryptedData;

/** What a hop of a blinded path is told, for people and for JSON: each field by its BOLT 4 name. */
public final class EncryptedDataFields {
  private EncryptedDataFields() {}

  /** The fields of a hop, padding left out. */
  public static NamedFields of(EncryptedData data) {
    NamedFields all = new NamedFields();
    data.shortChannelId().ifPresent(id -> all.add("short_channel_id", id.toString()));
    data.nextNodeId().ifPresent(id -> all.add("next_node_id", id.toBytes()));
    data.pathId().ifPresent(id -> all.add("path_id", id));
    data.nextPathKeyOverride().ifPresent(key -> all.add("next_path_key_override", key.toBytes()));
    data.paymentRelay()
        .ifPresent(
            relay -> {
              all.add(
                  "cltv_expiry_delta",
                  relay.cltvExpiryDelta() + " blocks",
                  relay.cltvExpiryDelta());
              long ppm = relay.feeProportionalMillionths();
              all.add("fee_proportional_millionths", ppm + " ppm", ppm);
              long base = relay.feeBaseMsat();
              all.add("fee_base_msat", PayloadFields.msat(base), base);
            });
    data.paymentConstraints()
        .ifPresent(
            limits -> {
              long height = limits.maxCltvExpiry();
              all.add("max_cltv_expiry", "block " + PayloadFields.grouped(height), height);
              long minimum = limits.htlcMinimumMsat();
              all.add("htlc_minimum_msat", Long.toUnsignedString(minimum) + " msat", minimum);
            });
    if (data.allowedFeatures().length() > 0) {
      all.add("allowed_features", data.allowedFeatures().toBytes());
    }
    data.unknownRecords().forEach(all::add);
    return all;
  }
}
