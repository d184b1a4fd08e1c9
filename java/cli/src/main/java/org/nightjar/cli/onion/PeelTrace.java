package org.nightjar.cli.onion;

import com.google.gson.JsonObject;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.nightjar.KeyType;
import org.nightjar.Nightjar;
import org.nightjar.NodeKey;
import org.nightjar.OnionPacket;
import org.nightjar.Peeled;
import org.nightjar.PublicKey;
import org.nightjar.RejectReason;
import org.nightjar.SecretKey;
import org.nightjar.cli.FailureCodes;

/**
 * Opens a packet a second time, in the open, step by step (BOLT 4 "Onion Decryption"), beside the
 * provider's answer.
 */
final class PeelTrace {
  private PeelTrace() {}

  /**
   * Every intermediate value, as far as the packet can be followed.
   *
   * @throws IllegalArgumentException if the key is not valid
   */
  static JsonObject of(
      Nightjar nightjar,
      SecretKey nodeKey,
      OnionPacket packet,
      byte[] assoc,
      @Nullable PublicKey pathKey) {
    Peeled peeled;
    try (NodeKey key = nightjar.nodeKey(nodeKey)) {
      peeled = nightjar.peel(key, packet, assoc, pathKey);
    }
    JsonObject json = new JsonObject();
    json.addProperty("node_id", nightjar.publicKey(nodeKey).toString());
    json.addProperty("associated_data", Trace.hex(assoc));
    if (canFollow(peeled)) {
      SecretKey blinded = pathKey == null ? nodeKey : blind(json, nightjar, nodeKey, pathKey);
      follow(json, nightjar, blinded, packet.toBytes(), assoc);
    }
    if (peeled instanceof Peeled.Rejected rejected) {
      FailureCodes.toJson(rejected).entrySet().forEach(e -> json.add(e.getKey(), e.getValue()));
    } else {
      addNext(json, (Peeled.Accepted) peeled);
    }
    return json;
  }

  private static boolean canFollow(Peeled peeled) {
    return !(peeled instanceof Peeled.Rejected rejected)
        || rejected.reason() == RejectReason.ONION_HMAC
        || rejected.reason() == RejectReason.ONION_PAYLOAD;
  }

  /** The key behind the blinded node id (BOLT 4 "Route Blinding"). */
  private static SecretKey blind(
      JsonObject json, Nightjar nightjar, SecretKey nodeKey, PublicKey pathKey) {
    byte[] sharedSecret = nightjar.ecdh(nodeKey, pathKey).exposeSecretBytes();
    byte[] factor = nightjar.primitives().deriveKey(KeyType.BLINDED_NODE_ID, sharedSecret);
    SecretKey blinded = Trace.multiply(nodeKey, factor);
    json.addProperty("path_key", pathKey.toString());
    json.addProperty("path_shared_secret", Trace.hex(sharedSecret));
    json.addProperty("blinded_node_id_factor", Trace.hex(factor));
    json.addProperty("blinded_node_id", nightjar.publicKey(blinded).toString());
    return blinded;
  }

  private static void follow(
      JsonObject json, Nightjar nightjar, SecretKey key, byte[] packet, byte[] assoc) {
    int payloadsAt = 1 + PublicKey.LENGTH;
    int hmacAt = packet.length - Trace.HMAC_LENGTH;
    byte[] ephemeralKey = Arrays.copyOfRange(packet, 1, payloadsAt);
    byte[] hopPayloads = Arrays.copyOfRange(packet, payloadsAt, hmacAt);
    byte[] sharedSecret = nightjar.ecdh(key, PublicKey.of(ephemeralKey)).exposeSecretBytes();
    byte[] mu = nightjar.primitives().deriveKey(KeyType.MU, sharedSecret);
    byte[] rho = nightjar.primitives().deriveKey(KeyType.RHO, sharedSecret);
    byte[] decrypted = Arrays.copyOf(hopPayloads, 2 * hopPayloads.length);
    Trace.xor(decrypted, Trace.stream(nightjar, rho, decrypted.length));
    json.addProperty("version", Trace.hex(Arrays.copyOf(packet, 1)));
    json.addProperty("ephemeral_key", Trace.hex(ephemeralKey));
    json.addProperty("hop_payloads", Trace.hex(hopPayloads));
    json.addProperty("hmac", Trace.hex(Arrays.copyOfRange(packet, hmacAt, packet.length)));
    json.addProperty("shared_secret", Trace.hex(sharedSecret));
    Trace.addKeys(json, nightjar, sharedSecret);
    json.addProperty("computed_hmac", Trace.hex(Trace.hmac(nightjar, mu, hopPayloads, assoc)));
    json.addProperty("decrypted", Trace.hex(decrypted));
    json.addProperty(
        "blinding_factor",
        Trace.hex(nightjar.primitives().sha256(Trace.concat(ephemeralKey, sharedSecret))));
  }

  private static void addNext(JsonObject json, Peeled.Accepted accepted) {
    byte[] next = accepted.nextPacket().toBytes();
    json.addProperty("payload", Trace.hex(accepted.payload()));
    json.addProperty("is_last", accepted instanceof Peeled.Final);
    json.addProperty("next_ephemeral_key", Trace.hex(Arrays.copyOfRange(next, 1, 34)));
    json.addProperty(
        "next_hmac",
        Trace.hex(Arrays.copyOfRange(next, next.length - Trace.HMAC_LENGTH, next.length)));
    json.addProperty("next_onion", Trace.hex(next));
  }
}
