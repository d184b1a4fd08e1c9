package org.nightjar.cli.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nightjar.cli.pipe.PipeClient.answer;
import static org.nightjar.cli.pipe.PipeClient.rejected;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Collections;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.nightjar.testkit.Vectors;

/** The published vectors, through the pipe. */
class PipeVectorsTest {
  private static final Vectors VECTORS = new Vectors("pipe");

  @AfterAll
  static void allRan() {
    VECTORS.assertAllRan();
  }

  private static List<JsonObject> objects(JsonElement array) {
    return StreamSupport.stream(((JsonArray) array).spliterator(), false)
        .map(JsonElement::getAsJsonObject)
        .toList();
  }

  private static List<String> texts(List<JsonObject> objects, String name) {
    return objects.stream().map(object -> object.get(name).getAsString()).toList();
  }

  private static String text(JsonObject object, String name) {
    return object.get(name).getAsString();
  }

  @Test
  void failures() {
    try (Vectors.Cases cases = VECTORS.open("bolts/bolt04/onion-error-test.json")) {
      failures(cases.json());
      cases.ran();
    }
  }

  private static void failures(JsonObject file) {
    JsonObject generate = file.getAsJsonObject("generate");
    List<JsonObject> hops = objects(generate.get("hops"));
    List<String> secrets = texts(hops, "hop_shared_secret");
    String packet =
        text(
            answer(
                "cmd", "fail_create",
                "failure", text(generate, "failure_message"),
                "shared_secret", secrets.get(4)),
            "packet");
    for (int i = 3; i >= 0; i--) {
      packet =
          text(
              answer("cmd", "fail_wrap", "packet", packet, "shared_secret", secrets.get(i)),
              "packet");
    }
    assertThat(packet).isEqualTo(text(file, "errorpacket"));
    List<String> nodes = texts(hops, "pubkey");
    JsonObject failure =
        answer("cmd", "fail_decrypt", "packet", packet, "shared_secrets", secrets, "hops", nodes);
    assertThat(text(failure, "origin")).isEqualTo(nodes.get(4));
    assertThat(failure.get("index").getAsInt()).isEqualTo(4);
    assertThat(text(failure, "failure")).isEqualTo(text(generate, "failure_message"));
  }

  @Test
  void attribution() {
    try (Vectors.Cases cases = VECTORS.open("derived/bolt04-attribution-data-test.json")) {
      attribution(cases.json());
      cases.ran();
    }
  }

  private static void attribution(JsonObject file) {
    List<JsonObject> hops = objects(file.get("hops"));
    String packet = text(file, "raw_error_packet");
    JsonObject failure = null;
    JsonObject success = null;
    for (int i = 4; i >= 0; i--) {
      JsonObject hop = hops.get(i);
      String secret = text(hop, "shared_secret");
      int holdTime = hop.get("hold_time_100ms").getAsInt();
      failure =
          i == 4
              ? answer(
                  "cmd", "attr_create",
                  "packet", packet,
                  "shared_secret", secret,
                  "hold_time", holdTime)
              : answer(
                  "cmd",
                  "attr_wrap",
                  "packet",
                  failure.get("packet"),
                  "attribution",
                  failure.get("attribution"),
                  "shared_secret",
                  secret,
                  "hold_time",
                  holdTime);
      assertThat(text(failure, "packet")).isEqualTo(text(hop, "failure_packet"));
      assertThat(text(failure, "attribution")).isEqualTo(text(hop, "failure_attribution_data"));
      success =
          i == 4
              ? answer("cmd", "success_create", "shared_secret", secret, "hold_time", holdTime)
              : answer(
                  "cmd",
                  "success_wrap",
                  "attribution",
                  success.get("attribution"),
                  "shared_secret",
                  secret,
                  "hold_time",
                  holdTime);
      assertThat(text(success, "attribution")).isEqualTo(text(hop, "success_attribution_data"));
    }
    List<String> secrets = texts(hops, "shared_secret");
    List<String> nodes = texts(hops, "pubkey");
    JsonObject read =
        answer(
            "cmd",
            "attr_decrypt",
            "packet",
            failure.get("packet"),
            "attribution",
            failure.get("attribution"),
            "shared_secrets",
            secrets,
            "hops",
            nodes);
    assertThat(read.get("index").getAsInt()).isEqualTo(4);
    /* The file's message has its padding behind it. */
    assertThat(text(file, "encoded_failure_message")).startsWith(text(read, "failure"));
    assertThat(text(read, "failure")).hasSize(2 * 0x140);
    assertThat(read.get("hold_times")).hasToString("[5,4,3,2,1]");
    assertThat(read.get("blame").isJsonNull()).isTrue();
    JsonObject fulfilled =
        answer(
            "cmd",
            "success_decrypt",
            "attribution",
            success.get("attribution"),
            "shared_secrets",
            secrets,
            "hops",
            nodes);
    assertThat(fulfilled.get("hold_times")).hasToString("[5,4,3,2,1]");
    assertThat(fulfilled.get("blame").isJsonNull()).isTrue();
    attributionThatIsMissing(failure.get("packet"), secrets, nodes);
  }

  private static void attributionThatIsMissing(
      JsonElement packet, List<String> secrets, List<String> nodes) {
    JsonObject read =
        answer(
            "cmd", "attr_decrypt",
            "packet", packet,
            "attribution", "00",
            "shared_secrets", secrets,
            "hops", nodes);
    assertThat(read.get("index").getAsInt()).isEqualTo(4);
    assertThat(read.get("hold_times")).hasToString("[]");
    assertThat(read.get("blame").getAsInt()).isZero();
  }

  @Test
  void routeBlinding() {
    try (Vectors.Cases cases = VECTORS.open("bolts/bolt04/route-blinding-test.json")) {
      routeBlinding(cases.json());
      cases.ran();
    }
  }

  private static void routeBlinding(JsonObject file) {
    List<JsonObject> hops = objects(file.getAsJsonObject("generate").get("hops"));
    List<JsonObject> route = objects(file.getAsJsonObject("route").get("hops"));
    for (int from = 0; from < 4; from += 2) {
      List<JsonObject> part = hops.subList(from, from + 2);
      JsonObject created =
          answer(
              "cmd", "blind_create",
              "session_key", text(part.get(0), "session_key"),
              "nodes", texts(part, "node_id"),
              "payloads", texts(part, "encoded_tlvs"));
      JsonObject path = created.getAsJsonObject("path");
      assertThat(text(path, "first_node_id")).isEqualTo(text(part.get(0), "node_id"));
      assertThat(text(path, "first_path_key")).isEqualTo(text(part.get(0), "path_key"));
      assertThat(text(created, "last_path_key")).isEqualTo(text(part.get(1), "path_key"));
      assertThat(objects(path.get("hops"))).isEqualTo(route.subList(from, from + 2));
    }
    List<JsonObject> nodes = objects(file.getAsJsonObject("unblind").get("hops"));
    for (int i = 0; i < nodes.size(); i++) {
      String key = text(nodes.get(i), "node_privkey");
      String pathKey = text(nodes.get(i), "path_key");
      assertThat(
              text(
                  answer("cmd", "blind_key", "node_key", key, "path_key", pathKey),
                  "blinded_privkey"))
          .isEqualTo(text(nodes.get(i), "blinded_privkey"));
      String data = text(route.get(i), "encrypted_data");
      JsonObject opened =
          answer("cmd", "blind_decrypt", "node_key", key, "path_key", pathKey, "ciphertext", data);
      assertThat(text(opened, "plaintext")).isEqualTo(text(nodes.get(i), "decrypted_data"));
      assertThat(text(opened, "next_path_key")).isEqualTo(text(nodes.get(i), "next_path_key"));
      assertThat(
              rejected(
                  "cmd",
                  "blind_decrypt",
                  "node_key",
                  key,
                  "path_key",
                  pathKey,
                  "ciphertext",
                  data + "00"))
          .isEqualTo("invalid_onion_blinding");
    }
  }

  @Test
  void onionMessage() {
    try (Vectors.Cases cases = VECTORS.open("bolts/bolt04/blinded-onion-message-onion-test.json")) {
      onionMessage(cases.json());
      cases.ran();
    }
  }

  private static void onionMessage(JsonObject file) {
    JsonObject generate = file.getAsJsonObject("generate");
    List<JsonObject> hops = objects(generate.get("hops"));
    List<JsonObject> nodes = objects(file.getAsJsonObject("decrypt").get("hops"));
    List<String> ids =
        nodes.stream()
            .map(n -> text(answer("cmd", "pubkey", "key", text(n, "privkey")), "pubkey"))
            .toList();
    JsonObject path =
        answer(
            "cmd", "blind_create",
            "session_key", text(hops.get(1), "path_key_secret"),
            "nodes", ids.subList(1, 4),
            "payloads", texts(hops.subList(1, 4), "encrypted_data_tlv"));
    JsonObject built =
        answer(
            "cmd", "om_build",
            "session_key", text(generate, "session_key"),
            "path_key_secret", text(hops.get(0), "path_key_secret"),
            "nodes", Collections.singletonList(ids.get(0)),
            "path", path.getAsJsonObject("path").get("encoded"),
            "content", "0105" + text(file.getAsJsonObject("onionmessage"), "unknown_tag_1"));
    String message = text(built, "message");
    for (int i = 0; i < nodes.size(); i++) {
      assertThat(message).isEqualTo(text(nodes.get(i), "onion_message"));
      JsonObject peeled =
          answer("cmd", "om_peel", "node_key", text(nodes.get(i), "privkey"), "message", message);
      assertThat(text(peeled, "encrypted_data_plain"))
          .isEqualTo(text(hops.get(i), "encrypted_data_tlv"));
      boolean last = i == nodes.size() - 1;
      assertThat(peeled.get("is_last").getAsBoolean()).isEqualTo(last);
      if (!last) {
        assertThat(text(peeled, "next_node_id")).isEqualTo(text(nodes.get(i), "next_node_id"));
        message = text(peeled, "next_message");
        assertThat(message).startsWith("0201" + text(peeled, "next_path_key"));
      }
    }
  }

  @Test
  void offers() {
    try (Vectors.Cases cases = VECTORS.open("bolts/bolt12/offers-test.json")) {
      for (JsonObject offer : cases.jsonArray()) {
        offer(offer);
        cases.ran();
      }
    }
  }

  private static void offer(JsonObject offer) {
    if (!offer.get("valid").getAsBoolean()) {
      rejected("cmd", "bolt12_decode", "text", offer.get("bolt12"));
      return;
    }
    JsonObject decoded = answer("cmd", "bolt12_decode", "text", offer.get("bolt12"));
    assertThat(decoded.get("reencoded")).isEqualTo(offer.get("bolt12"));
    assertThat(decoded.get("signature_ok").isJsonNull()).isTrue();
    JsonObject fields = decoded.getAsJsonObject("offer");
    assertThat(fields.size() - (fields.has("unknown_records") ? 1 : 0))
        .isBetween(1, offer.getAsJsonArray("fields").size());
  }

  @Test
  void strings() {
    try (Vectors.Cases cases = VECTORS.open("bolts/bolt12/format-string-test.json")) {
      for (JsonObject string : cases.jsonArray()) {
        string(string);
        cases.ran();
      }
    }
  }

  private static void string(JsonObject string) {
    if (string.get("valid").getAsBoolean()) {
      answer("cmd", "bolt12_decode", "text", string.get("string"));
    } else {
      rejected("cmd", "bolt12_decode", "text", string.get("string"));
    }
  }

  @Test
  void merkleRootsAndSignatures() {
    try (Vectors.Cases cases = VECTORS.open("bolts/bolt12/signature-test.json")) {
      for (JsonObject vector : cases.jsonArray()) {
        merkleRootAndSignature(vector);
        cases.ran();
      }
    }
  }

  private static void merkleRootAndSignature(JsonObject vector) {
    StringBuilder tlvs = new StringBuilder();
    for (JsonObject leaf : objects(vector.get("leaves"))) {
      String hash = leaf.keySet().stream().filter(k -> k.contains("LnLeaf")).findFirst().get();
      tlvs.append(hash, hash.indexOf(',') + 1, hash.indexOf(')'));
    }
    assertThat(text(answer("cmd", "bolt12_root", "tlvs", tlvs.toString()), "root"))
        .isEqualTo(text(vector, "merkle"));
    if (vector.has("signature")) {
      signature(vector, tlvs.toString());
    }
  }

  private static void signature(JsonObject vector, String tlvs) {
    JsonObject signed =
        answer(
            "cmd",
            "bolt12_sign",
            "tlvs",
            tlvs,
            "messagename",
            "invoice_request",
            "key",
            "42".repeat(32));
    assertThat(signed.get("signature")).isEqualTo(vector.get("signature"));
    assertThat(signed.get("root")).isEqualTo(vector.get("merkle"));
    JsonObject decoded = answer("cmd", "bolt12_decode", "text", vector.get("bolt12"));
    assertThat(decoded.get("merkle_root")).isEqualTo(vector.get("merkle"));
    assertThat(decoded.get("signature_ok").getAsBoolean()).isTrue();
    assertThat(decoded.get("reencoded")).isEqualTo(vector.get("bolt12"));
    JsonObject request = decoded.getAsJsonObject("invoice_request");
    assertThat(request.get("signature")).isEqualTo(vector.get("signature"));
    assertThat(request.get("offer_amount").getAsInt()).isEqualTo(100);
    String payer = text(request, "invreq_payer_id");
    for (String key : List.of(payer, payer.substring(2))) {
      assertThat(valid(tlvs, "invoice_request", key, vector)).isTrue();
      assertThat(valid(tlvs, "invoice", key, vector)).isFalse();
    }
  }

  private static boolean valid(String tlvs, String name, String key, JsonObject vector) {
    return answer(
            "cmd", "bolt12_verify",
            "tlvs", tlvs,
            "messagename", name,
            "pubkey", key,
            "signature", vector.get("signature"))
        .get("valid")
        .getAsBoolean();
  }
}
