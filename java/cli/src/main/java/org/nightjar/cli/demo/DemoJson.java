package org.nightjar.cli.demo;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.HexFormat;
import org.nightjar.Diagnostics;
import org.nightjar.cli.FailureCodes;
import org.nightjar.cli.PayloadFields;

/** A journey as data. */
final class DemoJson {
  private static final HexFormat HEX = HexFormat.of();

  private DemoJson() {}

  static JsonObject of(Journey journey, Diagnostics diagnostics) {
    JsonObject json = new JsonObject();
    json.addProperty("provider", diagnostics.providerId());
    json.addProperty("native", diagnostics.nativeCode());
    json.addProperty("details", diagnostics.details());
    json.addProperty("payment_hash", HEX.formatHex(journey.paymentHash()));
    json.addProperty("amount_msat", journey.amountMsat());
    json.addProperty("sent_msat", journey.sentMsat());
    json.addProperty("packet", HEX.formatHex(journey.packet().toBytes()));
    json.addProperty("build_us", journey.buildMicros());
    JsonArray legs = new JsonArray();
    journey.legs().forEach(leg -> legs.add(leg(leg)));
    json.add("hops", legs);
    JsonArray attempts = new JsonArray();
    journey.attempts().forEach(attempt -> attempts.add(attempt(attempt)));
    json.add("refused", attempts);
    json.addProperty("paid", true);
    return json;
  }

  private static JsonObject leg(Leg leg) {
    JsonObject json = new JsonObject();
    json.addProperty("name", leg.person().name());
    json.addProperty("node_id", leg.person().nodeId().toString());
    json.addProperty("packet_in", HEX.formatHex(leg.in().toBytes()));
    json.add("payload", PayloadFields.of(leg.payload()).toJson());
    json.addProperty("is_last", leg.last());
    json.addProperty("fee_msat", leg.feeMsat());
    json.addProperty("cltv_blocks", leg.cltvBlocks());
    json.addProperty("peel_us", leg.peelMicros());
    json.addProperty("packet_out", HEX.formatHex(leg.out().toBytes()));
    return json;
  }

  private static JsonObject attempt(Attempt attempt) {
    JsonObject json = new JsonObject();
    json.addProperty("attempt", attempt.story());
    FailureCodes.toJson(attempt.rejected())
        .entrySet()
        .forEach(field -> json.add(field.getKey(), field.getValue()));
    return json;
  }
}
