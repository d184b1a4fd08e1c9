package org.nightjar.cli.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nightjar.cli.pipe.PipeClient.answer;
import static org.nightjar.cli.pipe.PipeClient.error;
import static org.nightjar.cli.pipe.PipeClient.rejected;

import com.google.gson.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the pipe says of failures, paths, messages and documents that are not as they should be. */
class PipeProtocolTest {
  private static final String ONE = "01".repeat(32);
  private static final String TWO = "02".repeat(32);
  private static final String NODE_ONE =
      "031b84c5567b126440995d3ed5aaba0565d71e1834604819ff9c17f5e9d5dd078f";
  private static final String NODE_TWO =
      "024d4b6cd1361032ca9bd2aeb9d900aa4d45d9ead80ac9423374c451a7254d0766";
  private static final String NO_POINT = "02" + "ff".repeat(32);

  private static String text(JsonObject object, String name) {
    return object.get(name).getAsString();
  }

  @Test
  void theLengthOfAFailureIsThatOfMessageAndPadding() {
    assertThat(packetLength("failure", "2002")).isEqualTo(292);
    assertThat(packetLength("failure", "2002", "length", 1024)).isEqualTo(1060);
    assertThat(packetLength("failure", "aa".repeat(300))).isEqualTo(336);
    for (int length : new int[] {0, 255, 65500}) {
      error("cmd", "fail_create", "failure", "2002", "shared_secret", ONE, "length", length);
    }
    error("cmd", "fail_create", "failure", "2002", "shared_secret", "01");
    error("cmd", "fail_wrap", "packet", "00".repeat(65536), "shared_secret", ONE);
  }

  private static int packetLength(Object... more) {
    JsonObject request = PipeClient.request(more);
    request.addProperty("cmd", "fail_create");
    request.addProperty("shared_secret", ONE);
    return text(PipeClient.ask(request), "packet").length() / 2;
  }

  @Test
  void aFailureOfNobodyIsRejected() {
    for (String packet : List.of("", "00", "00".repeat(292))) {
      assertThat(
              rejected(
                  "cmd",
                  "fail_decrypt",
                  "packet",
                  packet,
                  "shared_secrets",
                  List.of(ONE),
                  "hops",
                  List.of(NODE_ONE)))
          .isEqualTo("no_hop_made_this_packet");
    }
    JsonObject read =
        PipeClient.ask(
            PipeClient.request(
                "cmd", "attr_decrypt",
                "packet", "00".repeat(292),
                "attribution", "00".repeat(920),
                "shared_secrets", List.of(ONE),
                "hops", List.of(NODE_ONE)));
    assertThat(read.has("rejected")).isTrue();
    assertThat(read.get("hold_times")).hasToString("[]");
    assertThat(read.get("blame").getAsInt()).isZero();
    assertThat(
            error(
                "cmd",
                "fail_decrypt",
                "packet",
                "",
                "shared_secrets",
                List.of(ONE),
                "hops",
                List.of()))
        .contains("each hop has one");
  }

  @Test
  void holdTimesHave32Bits() {
    for (Object good : List.of(0, 4294967295L)) {
      answer("cmd", "success_create", "shared_secret", ONE, "hold_time", good);
    }
    for (Object bad : List.of(-1, 4294967296L, 1.5, "1")) {
      assertThat(error("cmd", "success_create", "shared_secret", ONE, "hold_time", bad))
          .contains("0 to 4294967295");
    }
  }

  @Test
  void aPathOfAPeerIsRejectedAndOurOwnFaultsAreErrors() {
    for (String pathKey : List.of("", "04" + ONE, NO_POINT)) {
      assertThat(rejected("cmd", "blind_key", "node_key", ONE, "path_key", pathKey))
          .isEqualTo("invalid_onion_blinding");
      for (String data : List.of("", "00", "00".repeat(100))) {
        rejected("cmd", "blind_decrypt", "node_key", ONE, "path_key", pathKey, "ciphertext", data);
      }
    }
    error("cmd", "blind_key", "node_key", "00".repeat(32), "path_key", NODE_ONE);
    create("each node needs one", List.of(NODE_ONE), List.of());
    create("1 to 255 hops", List.of(), List.of());
    create("public key", List.of(NO_POINT), List.of(""));
  }

  private static void create(String error, List<String> nodes, List<String> payloads) {
    assertThat(
            error("cmd", "blind_create", "session_key", ONE, "nodes", nodes, "payloads", payloads))
        .contains(error);
  }

  private static JsonObject build(Object... more) {
    JsonObject request = PipeClient.request(more);
    request.addProperty("cmd", "om_build");
    request.addProperty("session_key", ONE);
    request.addProperty("path_key_secret", TWO);
    return PipeClient.ask(request);
  }

  @Test
  void aMessageToANode() {
    Object[] arguments = {
      "nodes", List.of(NODE_ONE), "to", NODE_TWO, "path_id", "abcd", "content", "4002cafe"
    };
    JsonObject built = build(arguments);
    assertThat(build(arguments)).isEqualTo(built);
    String message = text(built, "message");
    assertThat(message).isEqualTo("0201" + text(built, "path_key") + "0556" + text(built, "onion"));
    JsonObject first = answer("cmd", "om_peel", "node_key", ONE, "message", message);
    assertThat(text(first, "next_node_id")).isEqualTo(NODE_TWO);
    assertThat(first.get("path_id").isJsonNull()).isTrue();
    JsonObject last =
        answer("cmd", "om_peel", "node_key", TWO, "message", first.get("next_message"));
    assertThat(last.get("is_last").getAsBoolean()).isTrue();
    assertThat(text(last, "path_id")).isEqualTo("abcd");
    assertThat(text(last, "payload")).endsWith("4002cafe");
    for (String none : List.of("next_node_id", "next_path_key", "next_message", "reply_path")) {
      assertThat(last.get(none).isJsonNull()).as(none).isTrue();
    }
    JsonObject large =
        build("nodes", List.of(), "to", NODE_TWO, "content", "40fd0800" + "00".repeat(2048));
    assertThat(text(large, "onion")).hasSize(2 * 32834);
  }

  @Test
  void aMessageThatCannotBe() {
    buildError("either to", "nodes", List.of(), "content", "");
    buildError("either to", "nodes", List.of(), "content", "", "to", NODE_ONE, "path", "00");
    buildError("no blinded path", "nodes", List.of(), "content", "", "path", "00");
    buildError("no TLV stream", "nodes", List.of(), "content", "40", "to", NODE_ONE);
    buildError("are no content", "nodes", List.of(), "content", "0400", "to", NODE_ONE);
    buildError("public key", "nodes", List.of(NO_POINT), "content", "4000", "to", NODE_ONE);
    for (String message : List.of("", "0201", "0201" + NODE_ONE + "0000", "0202" + NODE_ONE)) {
      rejected("cmd", "om_peel", "node_key", ONE, "message", message);
    }
  }

  private static void buildError(String error, Object... more) {
    assertThat(text(build(more), "error")).startsWith("BadRequest: ").contains(error);
  }

  @Test
  void documentsThatAreNone() {
    for (String text : List.of("", "lno1", "lno1xx", "LNO1zz", "hello", "lnq1qq", "\u0000+1")) {
      rejected("cmd", "bolt12_decode", "text", text);
    }
    assertThat(error("cmd", "bolt12_root", "tlvs", "01")).contains("no TLV stream");
    error("cmd", "bolt12_root", "tlvs", "");
    error("cmd", "bolt12_sign", "tlvs", "0100", "messagename", "x", "key", "00".repeat(32));
    error(
        "cmd", "bolt12_verify",
        "tlvs", "0100",
        "messagename", "x",
        "pubkey", NODE_ONE,
        "signature", "00");
  }

  @Test
  void signaturesAreLeftOutOfTheRoot() {
    String root = text(answer("cmd", "bolt12_root", "tlvs", "010203e8"), "root");
    assertThat(text(answer("cmd", "bolt12_root", "tlvs", "010203e8f00100fd03e80100"), "root"))
        .isEqualTo(root);
    assertThat(text(answer("cmd", "bolt12_root", "tlvs", "010203e8fd03e90100"), "root"))
        .isNotEqualTo(root);
  }
}
