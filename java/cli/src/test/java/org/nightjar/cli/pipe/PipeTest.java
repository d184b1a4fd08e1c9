package org.nightjar.cli.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nightjar.Nightjar;

class PipeTest {
  private static final String KEY = "01".repeat(32);
  private static final String NODE =
      "031b84c5567b126440995d3ed5aaba0565d71e1834604819ff9c17f5e9d5dd078f";
  private static final String OTHER_KEY = "02".repeat(32);
  private static final String OTHER_NODE =
      "024d4b6cd1361032ca9bd2aeb9d900aa4d45d9ead80ac9423374c451a7254d0766";
  private static final String ASSOC = "aa".repeat(32);

  private static final Nightjar NIGHTJAR = Nightjar.open("bc");

  private static List<String> talk(byte[] in) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      new Pipe(NIGHTJAR, "1.2.3").run(new ByteArrayInputStream(in), out);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private static List<String> talk(String in) {
    return talk(in.getBytes(StandardCharsets.UTF_8));
  }

  private static JsonObject ask(String request) {
    List<String> answers = talk(request.replace('\'', '"') + "\n");
    assertThat(answers).hasSize(1);
    return JsonParser.parseString(answers.get(0)).getAsJsonObject();
  }

  private static String text(JsonObject answer, String field) {
    assertThat(answer.get("ok").getAsBoolean()).as("%s", answer).isTrue();
    return answer.get(field).getAsString();
  }

  private static String error(String request) {
    JsonObject answer = ask(request);
    assertThat(answer.get("ok").getAsBoolean()).as("%s", answer).isFalse();
    return answer.get("error").getAsString();
  }

  /** A packet for NODE, then OTHER_NODE. */
  private static String packet() {
    return text(
        ask(
            "{'cmd':'build','session_key':'%s','hops':['%s','%s'],'payloads':['020203','03040506'],'assoc':'%s'}"
                .formatted("03".repeat(32), NODE, OTHER_NODE, ASSOC)),
        "onion");
  }

  private static String peel(String key, String onion, String more) {
    return "{'cmd':'peel','node_key':'%s','onion':'%s','assoc':'%s'%s}"
        .formatted(key, onion, ASSOC, more);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "-1.50e+3",
        "123456789012345678901234567890",
        "\"\"",
        "\"é😀<&\"",
        "[1,{\"a\":[null]}]",
        "{}"
      })
  void anIdOfAnyTypeComesBackFirst(String id) {
    String answer = talk("{\"cmd\":\"version\",\"id\":" + id + "}\n").get(0);
    assertThat(answer).startsWith("{\"id\":" + id + ",\"ok\":true,\"peer\":\"nightjar\",");
  }

  @Test
  void noIdGivesNoId() {
    assertThat(talk("{\"cmd\":\"version\"}").get(0)).startsWith("{\"ok\":true,");
  }

  @Test
  void badLinesNeverEndTheConversation() {
    byte[] tooLong = new byte[Pipe.MAX_LINE + 1];
    Arrays.fill(tooLong, (byte) 'x');
    ByteArrayOutputStream in = new ByteArrayOutputStream();
    List<byte[]> bad =
        List.of(
            bytes("rubbish"),
            bytes("{"),
            bytes("{\"cmd\":\"version\"} {}"),
            bytes("{'cmd':'version'}"),
            bytes("[]"),
            bytes("null"),
            bytes("\"text\""),
            bytes("1e99999999"),
            bytes("{}"),
            bytes("{\"cmd\":null}"),
            bytes("{\"cmd\":{}}"),
            bytes("{\"cmd\":\"fly\"}"),
            bytes("[".repeat(1_000_000)),
            bytes("{\"a\":".repeat(100_000)),
            bytes("{\"cmd\":\"version\",\"x\":NaN}"),
            new byte[] {'{', '"', (byte) 0xc3, (byte) 0x28, '"', ':', '1', '}'},
            new byte[] {0},
            tooLong);
    for (byte[] line : bad) {
      in.writeBytes(line);
      in.write('\n');
      in.writeBytes(bytes(" \t\r\n{\"cmd\":\"version\",\"id\":5}\r\n\n"));
    }
    List<String> answers = talk(in.toByteArray());
    assertThat(answers).hasSize(2 * bad.size());
    for (int i = 0; i < answers.size(); i += 2) {
      assertThat(answers.get(i)).contains("\"ok\":false,\"error\":\"").doesNotContain("Exception");
      assertThat(answers.get(i + 1)).startsWith("{\"id\":5,\"ok\":true");
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'cmd':'fly'}                                      | UnknownCommand: fly is not one of",
        "{'cmd':'no_such_command'}                          | UnknownCommand: ",
        "{'cmd':'pubkey'}                                   | BadRequest: missing field key",
        "{'cmd':'pubkey','key':null}                        | BadRequest: missing field key",
        "{'cmd':'pubkey','key':1}                           | BadRequest: key is not a string",
        "{'cmd':'pubkey','key':'0'}                         | BadRequest: key is not hexadecimal",
        "{'cmd':'pubkey','key':'zz'}                        | BadRequest: key is not hexadecimal",
        "{'cmd':'pubkey','key':'00'}                        | BadRequest: key has 1 bytes, needs 32",
        "{'cmd':'genkey','type':'rho','secret':''}          | BadRequest: secret has 0 bytes",
        "{'cmd':'chacha20','key':'','nonce':'','in':''}     | BadRequest: key has 0 bytes, needs 32",
        "{'cmd':'build','session_key':'','hops':1}          | BadRequest: hops is not a list",
        "{'cmd':'build','session_key':'','hops':[1],'payloads':[]} | BadRequest: hops[0] is not a string",
        "{'cmd':'peel_batch'}                               | BadRequest: missing field items",
        "{'cmd':'peel_batch','items':{}}                    | BadRequest: items is not a list"
      })
  void whatIsWrongIsSaid(String request, String error) {
    assertThat(error(request)).startsWith(error);
  }

  @Test
  void keys() {
    assertThat(text(ask("{'cmd':'pubkey','key':'" + KEY + "'}"), "pubkey")).isEqualTo(NODE);
    assertThat(error("{'cmd':'pubkey','key':'" + "00".repeat(32) + "'}")).contains("secret key");
    assertThat(error("{'cmd':'pubkey','key':'" + "ff".repeat(32) + "'}")).contains("secret key");
    String one =
        text(
            ask("{'cmd':'ecdh','key':'%s','pubkey':'%s'}".formatted(KEY, OTHER_NODE)),
            "shared_secret");
    assertThat(ask("{'cmd':'ecdh','key':'%s','pubkey':'%s'}".formatted(OTHER_KEY, NODE)))
        .isEqualTo(JsonParser.parseString("{\"ok\":true,\"shared_secret\":\"" + one + "\"}"));
    for (String bad : List.of("", "02", "04" + "11".repeat(32), "02" + "ff".repeat(32))) {
      assertThat(error("{'cmd':'ecdh','key':'%s','pubkey':'%s'}".formatted(KEY, bad)))
          .contains("public key");
    }
  }

  @Test
  void genkeyHasSevenTypes() {
    List<String> types = List.of("rho", "mu", "um", "ammag", "ammagext", "pad", "blinded_node_id");
    assertThat(types)
        .extracting(
            type ->
                text(ask("{'cmd':'genkey','type':'%s','secret':'%s'}".formatted(type, KEY)), "key"))
        .doesNotHaveDuplicates()
        .allMatch(key -> key.matches("[0-9a-f]{64}"));
    assertThat(error("{'cmd':'genkey','type':'RHO','secret':'%s'}".formatted(KEY)))
        .startsWith("BadRequest: type is not one of rho, mu,");
  }

  @Test
  void ciphers() {
    String common = "'key':'%s','nonce':'%s'".formatted(KEY, "00".repeat(12));
    String out = text(ask("{'cmd':'chacha20'," + common + ",'in':'0000'}"), "out");
    assertThat(text(ask("{'cmd':'chacha20'," + common + ",'in':'" + out + "'}"), "out"))
        .isEqualTo("0000");
    String sealed =
        text(ask("{'cmd':'aead_encrypt'," + common + ",'aad':'77','in':'0102'}"), "out");
    assertThat(sealed).hasSize(2 * 18);
    assertThat(
            text(
                ask("{'cmd':'aead_decrypt'," + common + ",'aad':'77','in':'" + sealed + "'}"),
                "out"))
        .isEqualTo("0102");
    for (String bad : List.of("", "00", "00".repeat(18))) {
      assertThat(
              text(
                  ask("{'cmd':'aead_decrypt'," + common + ",'aad':'77','in':'" + bad + "'}"),
                  "rejected"))
          .isEqualTo("aead_tag");
    }
  }

  @Test
  void schnorr() {
    String xOnly = NODE.substring(2);
    for (String aux : List.of("", ",'aux':null", ",'aux':'" + ASSOC + "'")) {
      String sig =
          text(
              ask("{'cmd':'schnorr_sign','key':'%s','msg':'6d7367'%s}".formatted(KEY, aux)), "sig");
      String verify = "{'cmd':'schnorr_verify','pubkey':'%s','msg':'%s','sig':'%s'}";
      assertThat(text(ask(verify.formatted(xOnly, "6d7367", sig)), "valid")).isEqualTo("true");
      assertThat(text(ask(verify.formatted(xOnly, "6d7368", sig)), "valid")).isEqualTo("false");
      assertThat(text(ask(verify.formatted("ff".repeat(32), "6d7367", sig)), "valid"))
          .isEqualTo("false");
      assertThat(error(verify.formatted("02" + xOnly, "6d7367", sig)))
          .contains("pubkey has 33 bytes");
      assertThat(error(verify.formatted(xOnly, "6d7367", "00"))).contains("64");
    }
    assertThat(error("{'cmd':'schnorr_sign','key':'%s','msg':'','aux':'00'}".formatted(KEY)))
        .contains("aux");
  }

  @Test
  void buildChecksTheLengthsInFront() {
    for (String bad :
        List.of(
            "",
            "02",
            "020203ff",
            "0302",
            "fd00020203",
            "ff",
            "fdfc",
            "ffffffffffffffffff00",
            "0100",
            "00")) {
      String request =
          "{'cmd':'build','session_key':'%s','hops':['%s'],'payloads':['%s'],'assoc':''}";
      assertThat(error(request.formatted(KEY, NODE, bad))).as(bad).startsWith("BadRequest: ");
    }
    String build = "{'cmd':'build','session_key':'%s','hops':%s,'payloads':%s,'assoc':''%s}";
    assertThat(error(build.formatted(KEY, "[]", "[]", ""))).contains("at least one hop");
    assertThat(error(build.formatted(KEY, "['" + NODE + "']", "[]", "")))
        .contains("each hop needs one");
    assertThat(error(build.formatted(KEY, "['" + NODE + "']", "['020203']", ",'size':34")))
        .contains("34");
    assertThat(error(build.formatted(KEY, "['" + NODE + "']", "['020203']", ",'size':1.5")))
        .contains("size");
    assertThat(error(build.formatted(KEY, "['" + NODE + "']", "['020203']", ",'size':'9'")))
        .contains("size");
    assertThat(
            text(
                ask(build.formatted(KEY, "['" + NODE + "']", "['020203']", ",'size':35")), "onion"))
        .hasSize(2 * 101);
  }

  @Test
  void whatIsBuiltIsPeeled() {
    JsonObject first = ask(peel(KEY, packet(), ""));
    assertThat(text(first, "payload")).isEqualTo("020203");
    assertThat(first.get("is_last").getAsBoolean()).isFalse();
    JsonObject second = ask(peel(OTHER_KEY, text(first, "next_onion"), ",'unknown':[]"));
    assertThat(text(second, "payload")).isEqualTo("03040506");
    assertThat(second.get("is_last").getAsBoolean()).isTrue();
    assertThat(text(second, "next_onion")).hasSize(2 * 1366).endsWith("00".repeat(32));
  }

  @Test
  void peerFaultsAreRejectedAndOwnFaultsAreErrors() {
    assertRejected(peel(OTHER_KEY, packet(), ""), "invalid_onion_hmac", 0xc005);
    assertRejected(peel(KEY, "01" + packet().substring(2), ""), "invalid_onion_version", 0xc004);
    assertRejected(peel(KEY, "0004" + packet().substring(4), ""), "invalid_onion_key", 0xc006);
    assertRejected(peel(KEY, "", ""), "invalid_onion_length", 0xc004);
    assertRejected(peel(KEY, "00".repeat(65536), ""), "invalid_onion_length", 0xc004);
    for (String pathKey :
        List.of("", "02", "04" + "11".repeat(32), "02" + "ff".repeat(32), NODE + "00")) {
      assertRejected(
          peel(KEY, packet(), ",'path_key':'" + pathKey + "'"), "invalid_onion_blinding", 0xc018);
    }
    assertRejected(peel(KEY, packet(), ",'path_key':'" + NODE + "'"), "invalid_onion_hmac", 0xc018);
    assertThat(error(peel("00".repeat(32), packet(), ""))).contains("secret key");
    assertThat(error(peel("00", packet(), ""))).contains("node_key");
    assertThat(error(peel(KEY, "0", ""))).contains("onion is not hexadecimal");
    assertThat(error(peel(KEY, packet(), ",'path_key':'x'")))
        .contains("path_key is not hexadecimal");
    assertThat(error("{'cmd':'peel','node_key':'" + KEY + "','assoc':''}"))
        .contains("missing field onion");
  }

  private static void assertRejected(String request, String reason, int failureCode) {
    JsonObject answer = ask(request);
    assertThat(text(answer, "rejected")).isEqualTo(reason);
    assertThat(answer.get("failure_code").getAsInt()).isEqualTo(failureCode);
  }

  @Test
  void aBatchAnswersLikeSinglePeels() {
    String good = peel(KEY, packet(), ",'id':'a'");
    List<String> items =
        List.of(
            good,
            peel(OTHER_KEY, packet(), ""),
            "5",
            peel(KEY, packet(), ",'path_key':'02'"),
            peel(KEY, "00".repeat(10), ",'id':2"),
            peel("00".repeat(32), packet(), ""),
            good,
            "{'id':3}",
            peel(KEY, packet(), ",'path_key':'" + OTHER_NODE + "'"),
            "{'node_key':'%s','onion':'%s','assoc':''}".formatted(KEY, packet()),
            peel(KEY, packet(), "")
                .replace("'cmd':'peel',", "")
                .replace(ASSOC, "00".repeat(70_000)));
    JsonObject answer = ask("{'cmd':'peel_batch','items':[" + String.join(",", items) + "]}");
    JsonArray results = answer.getAsJsonArray("results");
    assertThat(results).hasSize(items.size());
    for (int i = 0; i < items.size(); i++) {
      JsonObject result = results.get(i).getAsJsonObject();
      if (items.get(i).contains("'cmd'")) {
        assertThat(result).as("item %s", i).isEqualTo(ask(items.get(i)));
      }
    }
    assertThat(results.get(2).getAsJsonObject().get("error").getAsString())
        .isEqualTo("BadRequest: items[2] is not a JSON object");
    assertThat(results.get(7).toString()).startsWith("{\"id\":3,\"ok\":false");
    assertThat(results.get(9).toString()).contains("invalid_onion_hmac");
    assertThat(results.get(10).toString()).contains("BadRequest: ").contains("70000");
    assertThat(ask("{'cmd':'peel_batch','items':[]}").getAsJsonArray("results")).isEmpty();
  }

  @Test
  void aBatchLargerThanOneCall() {
    String item = peel(KEY, packet(), "");
    String items = (item + ",").repeat(1499) + item;
    JsonArray results =
        ask("{'cmd':'peel_batch','items':[" + items + "]}").getAsJsonArray("results");
    assertThat(results).hasSize(1500);
    assertThat(results.asList().stream().distinct()).containsExactly(ask(item));
  }
}
