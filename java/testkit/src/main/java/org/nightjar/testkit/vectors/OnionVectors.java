package org.nightjar.testkit.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nightjar.testkit.vectors.VectorSubject.bytes;
import static org.nightjar.testkit.vectors.VectorSubject.objects;

import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nightjar.Hop;
import org.nightjar.KeyType;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.testkit.Hex;
import org.nightjar.testkit.Vectors;

/** The vectors of BOLT 4 that are about packets. */
public interface OnionVectors extends VectorSubject {
  @Test
  default void bolt_4_payment_onion() {
    try (Vectors.Cases cases = vectors().open("bolts/bolt04/onion-test.json")) {
      JsonObject file = cases.json();
      JsonObject generate = file.getAsJsonObject("generate");
      OnionChecks checks = new OnionChecks(nightjar(), cases, bytes(generate, "associated_data"));
      List<Hop> hops = route(generate);
      byte[] packet = bytes(file, "onion");
      checks.builds(packet, bytes(generate, "session_key"), hops);
      for (int i = 0; i < hops.size(); i++) {
        byte[] nodeKey = Hex.bytes(file.getAsJsonArray("decode").get(i).getAsString());
        packet = checks.peels(packet, nodeKey, null, hops.get(i).payload());
      }
      assertThat(packet).isNull();
    }
  }

  /** The keys for failures that follow from the hops' shared secrets. */
  @Test
  default void bolt_4_failure_keys() {
    try (Vectors.Cases cases = vectors().open("bolts/bolt04/onion-error-test.json")) {
      for (JsonObject hop : objects(cases.json().getAsJsonObject("generate"), "hops").toList()) {
        byte[] secret = bytes(hop, "hop_shared_secret");
        assertThat(nightjar().primitives().deriveKey(KeyType.AMMAG, secret))
            .isEqualTo(bytes(hop, "ammag_key"));
        if (hop.has("um_key")) {
          assertThat(nightjar().primitives().deriveKey(KeyType.UM, secret))
              .isEqualTo(bytes(hop, "um_key"));
        }
        cases.ran();
      }
    }
  }

  /** The second hop begins a blinded path: from the third on, a path key comes with the packet. */
  @Test
  default void bolt_4_blinded_payment_onion() {
    try (Vectors.Cases cases = vectors().open("bolts/bolt04/blinded-payment-onion-test.json")) {
      JsonObject generate = cases.json().getAsJsonObject("generate");
      JsonObject route = generate.getAsJsonObject("full_route");
      List<JsonObject> nodes = objects(cases.json().getAsJsonObject("decrypt"), "hops").toList();
      OnionChecks checks = new OnionChecks(nightjar(), cases, bytes(generate, "associated_data"));
      List<Hop> hops = route(route);
      byte[] packet = bytes(generate, "onion");
      checks.builds(packet, bytes(generate, "session_key"), hops);
      for (int i = 0; i < nodes.size(); i++) {
        assertThat(packet).isEqualTo(bytes(nodes.get(i), "onion"));
        byte[] pathKey = i < 2 ? null : bytes(nodes.get(i - 1), "next_path_key");
        byte[] nodeKey = bytes(nodes.get(i), "node_privkey");
        packet = checks.peels(packet, nodeKey, pathKey, hops.get(i).payload());
      }
      assertThat(packet).isNull();
    }
  }

  private static List<Hop> route(JsonObject from) {
    return objects(from, "hops")
        .map(hop -> OnionChecks.hop(bytes(hop, "pubkey"), bytes(hop, "payload")))
        .toList();
  }

  /** An onion message has no associated data, and every hop is blinded. */
  @Test
  default void bolt_4_onion_message() {
    try (Vectors.Cases cases =
        vectors().open("bolts/bolt04/blinded-onion-message-onion-test.json")) {
      JsonObject file = cases.json();
      JsonObject generate = file.getAsJsonObject("generate");
      List<JsonObject> path = objects(generate, "hops").toList();
      List<JsonObject> nodes = objects(file.getAsJsonObject("decrypt"), "hops").toList();
      OnionChecks checks = new OnionChecks(nightjar(), cases, new byte[0]);
      List<Hop> hops = messageRoute(file, path);
      byte[] packet = bytes(file.getAsJsonObject("onionmessage"), "onion_message_packet");
      checks.builds(packet, bytes(generate, "session_key"), hops);
      for (int i = 0; i < nodes.size(); i++) {
        byte[] nodeKey = bytes(nodes.get(i), "privkey");
        checkPathHop(path.get(i), SecretKey.of(nodeKey));
        cases.ran();
        /* BOLT 4 "Onion Messages": type 513, path key, length, packet. */
        byte[] message = bytes(nodes.get(i), "onion_message");
        assertThat(packet).isEqualTo(Arrays.copyOfRange(message, 37, message.length));
        byte[] pathKey = Arrays.copyOfRange(message, 2, 35);
        packet = checks.peels(packet, nodeKey, pathKey, hops.get(i).payload());
      }
      assertThat(packet).isNull();
    }
  }

  /** Every hop gets its encrypted data as type 4; the last also what the file sends, as type 1. */
  private static List<Hop> messageRoute(JsonObject file, List<JsonObject> path) {
    byte[] hello = bytes(file.getAsJsonObject("onionmessage"), "unknown_tag_1");
    byte[] helloRecord = Hex.concat(new byte[] {1, (byte) hello.length}, hello);
    return IntStream.range(0, path.size())
        .mapToObj(
            i -> {
              byte[] data = bytes(path.get(i), "encrypted_recipient_data");
              return Hop.of(
                  PublicKey.of(bytes(path.get(i), "blinded_node_id")),
                  Hex.concat(
                      i == path.size() - 1 ? helloRecord : new byte[0],
                      new byte[] {4, (byte) data.length},
                      data));
            })
        .toList();
  }

  /** The shared secret of one hop of the path, the keys from it, and what they encrypt. */
  private void checkPathHop(JsonObject hop, SecretKey nodeKey) {
    byte[] secret = nightjar().ecdh(nodeKey, PublicKey.of(bytes(hop, "E"))).exposeSecretBytes();
    byte[] rho = nightjar().primitives().deriveKey(KeyType.RHO, secret);
    assertThat(secret).isEqualTo(bytes(hop, "ss"));
    assertThat(rho).isEqualTo(bytes(hop, "rho"));
    assertThat(nightjar().primitives().deriveKey(KeyType.BLINDED_NODE_ID, secret))
        .isEqualTo(bytes(hop, "HMAC256('blinded_node_id', ss)"));
    byte[] data = bytes(hop, "encrypted_data_tlv");
    assertThat(nightjar().primitives().aeadEncrypt(rho, new byte[12], new byte[0], data))
        .isEqualTo(bytes(hop, "encrypted_recipient_data"));
  }
}
