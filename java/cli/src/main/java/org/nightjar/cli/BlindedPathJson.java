package org.nightjar.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.HexFormat;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.WireWriter;

/** A blinded path for programs. */
public final class BlindedPathJson {
  private static final HexFormat HEX = HexFormat.of();

  private BlindedPathJson() {}

  /** Every part of a path, and all of it as it is encoded. */
  public static JsonObject of(BlindedPath path) {
    WireWriter first = new WireWriter();
    path.firstNode().write(first);
    JsonArray hops = new JsonArray();
    for (BlindedPath.Hop hop : path.hops()) {
      JsonObject json = new JsonObject();
      json.addProperty("blinded_node_id", hop.blindedNodeId().toString());
      json.addProperty("encrypted_data", HEX.formatHex(hop.encryptedRecipientData()));
      hops.add(json);
    }
    JsonObject json = new JsonObject();
    json.addProperty("first_node_id", HEX.formatHex(first.toBytes()));
    json.addProperty("first_path_key", path.firstPathKey().toString());
    json.add("hops", hops);
    json.addProperty("encoded", HEX.formatHex(path.encode()));
    return json;
  }
}
