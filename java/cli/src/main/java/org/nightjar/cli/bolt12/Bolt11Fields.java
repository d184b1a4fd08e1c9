package org.nightjar.cli.bolt12;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.nightjar.cli.DocumentFields;
import org.nightjar.cli.NamedFields;
import org.nightjar.wire.bolt11.RouteHint;
import org.nightjar.wire.bolt11.UnverifiedBolt11;

/** What an invoice of BOLT 11 says, by name. */
final class Bolt11Fields {
  private static final List<String> PREFIXES = List.of("lnbc", "lntb");

  private Bolt11Fields() {}

  /** Whether a text means to be an invoice of BOLT 11: for bitcoin or one of its test networks. */
  static boolean isMeant(String text) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    return PREFIXES.stream().anyMatch(lower::startsWith);
  }

  static NamedFields of(UnverifiedBolt11 invoice) {
    NamedFields fields = new NamedFields();
    fields.add("chain", DocumentFields.chainText(invoice.chain()));
    invoice.amountMsat().ifPresent(msat -> fields.add("amount_msat", msat + " msat", msat));
    long timestamp = invoice.timestamp();
    fields.add("timestamp", timestamp + " (" + Instant.ofEpochSecond(timestamp) + ")", timestamp);
    fields.add("payment_hash", invoice.paymentHash());
    fields.add("payment_secret", invoice.paymentSecret());
    invoice.description().ifPresent(text -> fields.addText("description", text));
    invoice.descriptionHash().ifPresent(hash -> fields.add("description_hash", hash));
    invoice.metadata().ifPresent(metadata -> fields.add("payment_metadata", metadata));
    invoice.nodeId().ifPresent(id -> fields.add("payee_node_id", id.toString()));
    fields.add("expiry", invoice.expiry() + " seconds", invoice.expiry());
    long delta = invoice.minFinalCltvExpiryDelta();
    fields.add("min_final_cltv_expiry_delta", delta + " blocks", delta);
    fields.add("features", invoice.features().toString());
    invoice
        .fallbacks()
        .forEach(
            address ->
                fields.add(
                    "fallback " + address.version(), HexFormat.of().formatHex(address.program())));
    for (int i = 0; i < invoice.routes().size(); i++) {
      fields.add("route " + (i + 1), text(invoice.routes().get(i)));
    }
    return fields;
  }

  private static String text(List<RouteHint> route) {
    return route.stream()
        .map(
            hop ->
                String.format(
                    "%s over %s for %d msat + %d ppm, %d blocks",
                    hop.nodeId(),
                    hop.shortChannelId(),
                    hop.feeBaseMsat(),
                    hop.feeProportionalMillionths(),
                    hop.cltvExpiryDelta()))
        .collect(Collectors.joining("; "));
  }
}
