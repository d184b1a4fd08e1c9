package org.nightjar.testkit.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nightjar.testkit.vectors.VectorSubject.bytes;
import static org.nightjar.testkit.vectors.VectorSubject.objects;

import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nightjar.BlindedHop;
import org.nightjar.Hop;
import org.nightjar.KeyType;
import org.nightjar.NodeKey;
import org.nightjar.PathHop;
import org.nightjar.PathStep;
import org.nightjar.Peeled;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.UnblindedData;
import org.nightjar.testkit.Hex;
import org.nightjar.testkit.Vectors;

/** The vectors of BOLT 4 that are about blinded paths, and packets over them. */
public interface BlindedPathVectors extends VectorSubject {
  /** Two paths that were joined: Bob to Carol, then Dave to Eve. */
  @Test
  default void bolt_4_blinded_path() {
    try (Vectors.Cases cases = vectors().open("bolts/bolt04/route-blinding-test.json")) {
      JsonObject file = cases.json();
      List<JsonObject> made = objects(file.getAsJsonObject("generate"), "hops").toList();
      createsPath(cases, made.subList(0, 2), PATH);
      createsPath(cases, made.subList(2, 4), PATH);
      List<JsonObject> nodes = objects(file.getAsJsonObject("unblind"), "hops").toList();
      for (int i = 0; i < nodes.size(); i++) {
        unblinds(nodes.get(i), bytes(made.get(i), "encrypted_data"));
        cases.ran();
      }
    }
  }

  /** What a file calls the parts of a hop. */
  record Names(String session, String pathKey, String data, String encrypted) {}

  Names PATH = new Names("session_key", "path_key", "encoded_tlvs", "encrypted_data");
  Names MESSAGE_PATH =
      new Names("path_key_secret", "E", "encrypted_data_tlv", "encrypted_recipient_data");

  /** The secret keys of BOLT 4's nodes, whom the files name instead of giving their ids. */
  Map<String, Integer> NODE_SECRETS =
      Map.of("Alice", 0x41, "Bob", 0x42, "Carol", 0x43, "Dave", 0x44, "Eve", 0x45);

  private void createsPath(Vectors.Cases cases, List<JsonObject> hops, Names names) {
    SecretKey session = SecretKey.of(bytes(hops.get(0), names.session()));
    List<PathHop> nodes =
        hops.stream().map(hop -> PathHop.of(node(hop), bytes(hop, names.data()))).toList();
    List<BlindedHop> path = nightjar().blindedPaths().create(session, nodes);
    for (int i = 0; i < path.size(); i++) {
      assertHex(path.get(i).pathKey().toBytes(), bytes(hops.get(i), names.pathKey()));
      assertHex(path.get(i).blindedNodeId().toBytes(), bytes(hops.get(i), "blinded_node_id"));
      assertHex(path.get(i).encryptedRecipientData(), bytes(hops.get(i), names.encrypted()));
      cases.ran();
    }
  }

  private PublicKey node(JsonObject hop) {
    int secret = NODE_SECRETS.get(hop.get("alias").getAsString());
    return nightjar().publicKey(SecretKey.of(Hex.repeat(secret, 32)));
  }

  private void unblinds(JsonObject hop, byte[] encrypted) {
    PublicKey pathKey = PublicKey.of(bytes(hop, "path_key"));
    try (NodeKey node = nightjar().nodeKey(SecretKey.of(bytes(hop, "node_privkey")))) {
      UnblindedData found =
          nightjar().blindedPaths().unblind(node, pathKey, encrypted).orElseThrow();
      assertHex(found.data(), bytes(hop, "decrypted_data"));
      assertHex(found.nextPathKey().toBytes(), bytes(hop, "next_path_key"));
      SecretKey blinded = nightjar().blindedPaths().blindedKey(node, pathKey).orElseThrow();
      assertHex(blinded.exposeSecretBytes(), bytes(hop, "blinded_privkey"));
    }
  }

  /** The second hop begins a blinded path: from the third on, a path key comes with the packet. */
  @Test
  default void bolt_4_blinded_payment_onion() {
    try (Vectors.Cases cases = vectors().open("bolts/bolt04/blinded-payment-onion-test.json")) {
      JsonObject generate = cases.json().getAsJsonObject("generate");
      List<JsonObject> nodes = objects(cases.json().getAsJsonObject("decrypt"), "hops").toList();
      OnionChecks checks = new OnionChecks(nightjar(), cases, bytes(generate, "associated_data"));
      List<Hop> hops = OnionChecks.route(generate.getAsJsonObject("full_route"));
      byte[] packet = bytes(generate, "onion");
      checks.builds(packet, bytes(generate, "session_key"), hops);
      for (int i = 0; i < nodes.size(); i++) {
        assertThat(packet).isEqualTo(bytes(nodes.get(i), "onion"));
        byte[] pathKey = i < 2 ? null : bytes(nodes.get(i - 1), "next_path_key");
        byte[] nodeKey = bytes(nodes.get(i), "node_privkey");
        Peeled.Accepted peeled = checks.accepts(packet, nodeKey, pathKey, hops.get(i).payload());
        if (i > 0) {
          checkPayment(generate.getAsJsonObject("blinded_route"), i - 1, nodes.get(i), peeled);
          cases.ran();
        }
        packet = OnionChecks.next(peeled);
      }
      assertThat(packet).isNull();
    }
  }

  /** The introduction node finds the path key in its payload; the others open with their step. */
  private void checkPayment(JsonObject path, int index, JsonObject node, Peeled.Accepted peeled) {
    byte[] encrypted = bytes(objects(path, "hops").toList().get(index), "encrypted_data");
    if (index == 0) {
      PublicKey first = PublicKey.of(bytes(path, "first_path_key"));
      try (NodeKey key = nightjar().nodeKey(SecretKey.of(bytes(node, "node_privkey")))) {
        UnblindedData found =
            nightjar().blindedPaths().unblind(key, first, encrypted).orElseThrow();
        assertHex(found.nextPathKey().toBytes(), bytes(node, "next_path_key"));
      }
    } else {
      PathStep step = peeled.path().orElseThrow();
      assertHex(nextPathKey(step, open(step, encrypted)), bytes(node, "next_path_key"));
    }
  }

  private static byte[] open(PathStep step, byte[] encrypted) {
    return step.openRecipientData(encrypted).orElseThrow();
  }

  /** What the data say (type 8: next_path_key_override), else what follows from the path key. */
  private static byte[] nextPathKey(PathStep step, byte[] data) {
    int at = Hex.text(data).indexOf("082103");
    return at < 0
        ? step.nextPathKey().toBytes()
        : Arrays.copyOfRange(data, at / 2 + 2, at / 2 + 2 + PublicKey.LENGTH);
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
      createsPath(cases, path.subList(0, 1), MESSAGE_PATH);
      createsPath(cases, path.subList(1, 4), MESSAGE_PATH);
      for (int i = 0; i < nodes.size(); i++) {
        byte[] nodeKey = bytes(nodes.get(i), "privkey");
        checkPathHop(path.get(i), SecretKey.of(nodeKey));
        cases.ran();
        /* BOLT 4 "Onion Messages": type 513, path key, length, packet. */
        byte[] message = bytes(nodes.get(i), "onion_message");
        assertThat(packet).isEqualTo(Arrays.copyOfRange(message, 37, message.length));
        byte[] pathKey = Arrays.copyOfRange(message, 2, 35);
        Peeled.Accepted peeled = checks.accepts(packet, nodeKey, pathKey, hops.get(i).payload());
        PathStep step = peeled.path().orElseThrow();
        byte[] data = open(step, bytes(path.get(i), "encrypted_recipient_data"));
        assertHex(data, bytes(path.get(i), "encrypted_data_tlv"));
        if (i + 1 < nodes.size()) {
          assertHex(nextPathKey(step, data), bytes(path.get(i + 1), "E"));
        }
        cases.ran();
        packet = OnionChecks.next(peeled);
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

  private static void assertHex(byte[] actual, byte[] expected) {
    assertThat(Hex.text(actual)).isEqualTo(Hex.text(expected));
  }
}
