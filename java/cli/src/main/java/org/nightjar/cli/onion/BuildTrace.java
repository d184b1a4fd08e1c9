package org.nightjar.cli.onion;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nightjar.BuiltOnion;
import org.nightjar.Hop;
import org.nightjar.KeyType;
import org.nightjar.Nightjar;
import org.nightjar.NightjarException;
import org.nightjar.OnionPacket;
import org.nightjar.SecretKey;
import org.nightjar.wire.WireWriter;

/**
 * Builds an onion a second time, in the open, step by step (BOLT 4 "Onion Construction"), and
 * checks that the provider builds the same.
 */
final class BuildTrace {
  private final Nightjar nightjar;
  private final SecretKey sessionKey;
  private final List<Hop> hops;
  private final byte[] assoc;
  private final int size;

  private final List<byte[]> ephemeralKeys = new ArrayList<>();
  private final List<byte[]> sharedSecrets = new ArrayList<>();
  private final List<byte[]> framedPayloads = new ArrayList<>();

  private BuildTrace(
      Nightjar nightjar, SecretKey sessionKey, List<Hop> hops, byte[] assoc, int size) {
    this.nightjar = nightjar;
    this.sessionKey = sessionKey;
    this.hops = hops;
    this.assoc = assoc;
    this.size = size;
  }

  /**
   * Every intermediate value.
   *
   * @throws IllegalArgumentException if a key is not valid, or the payloads do not fit
   * @throws NightjarException if the provider's packet is another
   */
  static JsonObject of(
      Nightjar nightjar, SecretKey sessionKey, List<Hop> hops, byte[] assoc, int size) {
    BuiltOnion built = nightjar.buildOnion(sessionKey, hops, assoc, size);
    BuildTrace trace = new BuildTrace(nightjar, sessionKey, hops, assoc, size);
    JsonObject json = new JsonObject();
    json.addProperty("session_key", Trace.hex(sessionKey.exposeSecretBytes()));
    json.addProperty("associated_data", Trace.hex(assoc));
    json.add("hops", trace.hops());
    byte[] padKey = nightjar.primitives().deriveKey(KeyType.PAD, sessionKey.exposeSecretBytes());
    byte[] padding = Trace.stream(nightjar, padKey, size);
    byte[] filler = trace.filler();
    json.addProperty("pad_key", Trace.hex(padKey));
    json.addProperty("padding", Trace.hex(padding));
    json.addProperty("filler", Trace.hex(filler));
    json.add("layers", trace.layers(padding, filler, built.packet()));
    return json;
  }

  private JsonArray hops() {
    JsonArray array = new JsonArray();
    SecretKey secret = sessionKey;
    for (Hop hop : hops) {
      byte[] ephemeralKey = nightjar.publicKey(secret).toBytes();
      byte[] sharedSecret = nightjar.ecdh(secret, hop.node()).exposeSecretBytes();
      byte[] blindingFactor =
          nightjar.primitives().sha256(Trace.concat(ephemeralKey, sharedSecret));
      byte[] payload = hop.payload();
      byte[] framed = new WireWriter().bigSize(payload.length).bytes(payload).toBytes();
      ephemeralKeys.add(ephemeralKey);
      sharedSecrets.add(sharedSecret);
      framedPayloads.add(framed);
      JsonObject json = new JsonObject();
      json.addProperty("node_id", hop.node().toString());
      json.addProperty("payload", Trace.hex(framed));
      json.addProperty("ephemeral_secret", Trace.hex(secret.exposeSecretBytes()));
      json.addProperty("ephemeral_key", Trace.hex(ephemeralKey));
      json.addProperty("shared_secret", Trace.hex(sharedSecret));
      json.addProperty("blinding_factor", Trace.hex(blindingFactor));
      Trace.addKeys(json, nightjar, sharedSecret);
      array.add(json);
      secret = Trace.multiply(secret, blindingFactor);
    }
    return array;
  }

  /**
   * What the last hop finds behind its payload: the tails that the hops before it append while they
   * shift.
   */
  private byte[] filler() {
    byte[] filler = new byte[0];
    int used = 0;
    for (int i = 0; i < hops.size() - 1; i++) {
      int shift = shift(i);
      filler = Arrays.copyOf(filler, filler.length + shift);
      byte[] stream = Trace.stream(nightjar, key(KeyType.RHO, i), 2 * size);
      Trace.xor(filler, Arrays.copyOfRange(stream, size - used, size - used + filler.length));
      used += shift;
    }
    return filler;
  }

  /** The packet as each hop gets it, innermost first. */
  private JsonArray layers(byte[] padding, byte[] filler, OnionPacket expected) {
    JsonArray array = new JsonArray();
    byte[] mix = padding;
    byte[] hmac = new byte[Trace.HMAC_LENGTH];
    for (int i = hops.size() - 1; i >= 0; i--) {
      mix = Arrays.copyOf(Trace.concat(framedPayloads.get(i), hmac, mix), size);
      Trace.xor(mix, Trace.stream(nightjar, key(KeyType.RHO, i), size));
      if (i == hops.size() - 1) {
        System.arraycopy(filler, 0, mix, size - filler.length, filler.length);
      }
      hmac = Trace.hmac(nightjar, key(KeyType.MU, i), mix, assoc);
      JsonObject json = new JsonObject();
      json.addProperty("for_hop", i + 1);
      json.addProperty("version", "00");
      json.addProperty("ephemeral_key", Trace.hex(ephemeralKeys.get(i)));
      json.addProperty("hop_payloads", Trace.hex(mix));
      json.addProperty("hmac", Trace.hex(hmac));
      array.add(json);
    }
    byte[] packet = Trace.concat(new byte[1], ephemeralKeys.get(0), mix, hmac);
    if (!OnionPacket.of(packet).equals(expected)) {
      throw new NightjarException(
          "the provider built another packet than the trace; run `nightjar selftest`");
    }
    return array;
  }

  private byte[] key(KeyType type, int hop) {
    return nightjar.primitives().deriveKey(type, sharedSecrets.get(hop));
  }

  private int shift(int hop) {
    return framedPayloads.get(hop).length + Trace.HMAC_LENGTH;
  }
}
