package org.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blinded paths, messages, failures and documents on the command line. */
class ProtocolCommandsTest {
  /** The public key of the secret key 0101..01, and of 0202..02. */
  private static final String ONE = "01".repeat(32);

  private static final String TWO = "02".repeat(32);
  private static final String NODE_ONE =
      "031b84c5567b126440995d3ed5aaba0565d71e1834604819ff9c17f5e9d5dd078f";
  private static final String NODE_TWO =
      "024d4b6cd1361032ca9bd2aeb9d900aa4d45d9ead80ac9423374c451a7254d0766";

  private static Cli.Result run(String command, Object... more) {
    List<String> args = new ArrayList<>(List.of("--provider=bc"));
    args.addAll(List.of(command.split(" ")));
    for (Object arg : more) {
      args.add(arg.toString());
    }
    return Cli.run(args.toArray(String[]::new));
  }

  private static String done(String command, Object... more) {
    Cli.Result result = run(command, more);
    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.err()).isEmpty();
    return result.out().strip();
  }

  private static JsonObject json(String command, Object... more) {
    Cli.Result result = run("--json " + command, more);
    assertThat(result.exitCode()).as(result.err()).isZero();
    return result.json().getAsJsonObject();
  }

  private static void failed(int exitCode, String reason, String command, Object... more) {
    Cli.Result result = run(command, more);
    assertThat(result.exitCode()).as(result.err()).isEqualTo(exitCode);
    assertThat(result.err()).contains(reason).startsWith("nightjar: ").hasLineCount(1);
  }

  private static String path(String... more) {
    List<Object> args = new ArrayList<>(List.of("--node", NODE_ONE, "--node", NODE_TWO));
    args.addAll(List.of(more));
    return done("path create", args.toArray());
  }

  private static String offer(Object... more) {
    return done("offer create --issuer-id " + NODE_TWO + " --path " + path(), more);
  }

  @Test
  void aPathIsShownAndOpened() {
    String path = path("--path-id", "abcd", "--dummies", "2");
    assertThat(done("path show", path)).contains(NODE_ONE, "hop 4").doesNotContain("hop 5");
    JsonObject shown = json("path show", path);
    assertThat(shown.get("encoded").getAsString()).isEqualTo(path);
    String pathKey = shown.get("first_path_key").getAsString();
    String data =
        shown.getAsJsonArray("hops").get(0).getAsJsonObject().get("encrypted_data").getAsString();
    String[] open = {"--path-key", pathKey, "--data", data, "--key"};
    assertThat(done("path unblind", open[0], open[1], open[2], open[3], open[4], ONE))
        .contains("next_node_id", NODE_TWO, "next path key");
    JsonObject opened = json("path unblind", open[0], open[1], open[2], open[3], open[4], ONE);
    assertThat(opened.getAsJsonObject("fields").get("next_node_id").getAsString())
        .isEqualTo(NODE_TWO);
    failed(
        1,
        "not encrypted for this",
        "path unblind",
        open[0],
        open[1],
        open[2],
        open[3],
        open[4],
        TWO);
  }

  @Test
  void aSessionKeyMakesAPathRepeatable() {
    assertThat(path("--session-key", ONE)).isEqualTo(path("--session-key", ONE));
    assertThat(path()).isNotEqualTo(path());
  }

  @Test
  void aPathThatIsNone() {
    failed(2, "byte 1: 8 bytes are needed", "path show", "00");
    failed(2, "hexadecimal", "path show", "xy");
    failed(2, "--dummies", "path create", "--node", NODE_ONE, "--dummies", "-1");
    failed(2, "1 to 255", "path create", "--node", NODE_ONE, "--dummies", "255");
    String noPoint = path().replace(NODE_ONE, "02" + "ff".repeat(32));
    assertThat(run("path show", noPoint).exitCode()).isEqualTo(1);
  }

  @Test
  void aMessageArrives(@TempDir Path folder) throws IOException {
    String path = path("--path-id", "abcd", "--dummies", "1");
    Path file = folder.resolve("message");
    Files.writeString(
        file, done("message build --content 64:cafe --path", path, "--reply-path", path));
    assertThat(done("message peel --key", ONE, "--message", "@" + file))
        .contains("forwards", NODE_TWO, "1403 bytes");
    String next =
        json("message peel --key", ONE, "--message", "@" + file).get("next_message").getAsString();
    assertThat(done("message peel --key", TWO, "--message", next))
        .contains("is the last", "abcd", "type 64, 2 bytes", "cafe", "3 hops from");
    JsonObject last = json("message peel --key", TWO, "--message", next);
    assertThat(last.getAsJsonObject("content").get("type 64").getAsString()).isEqualTo("cafe");
    assertThat(last.get("reply_path").getAsString()).isEqualTo(path);
    assertThat(last.get("next_message").isJsonNull()).isTrue();
    failed(1, "dropped: the HMAC", "message peel --key", ONE, "--message", next);
    Cli.Result rejected = run("--json message peel --key", ONE, "--message", next);
    assertThat(rejected.json().getAsJsonObject().get("rejected").getAsString()).contains("HMAC");
  }

  @Test
  void aMessageOverChosenNodes() {
    String message = done("message build --content 64:cafe --to", NODE_TWO, "--via", NODE_ONE);
    assertThat(json("message peel --key", ONE, "--message", message).get("is_last").getAsBoolean())
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "message build --content 64:cafe",
        "message build --content 64 --to " + NODE_ONE,
        "message build --content x:00 --to " + NODE_ONE,
        "message build --content 4:00 --to " + NODE_ONE,
        "message build --content 64:cafe --to 00",
        "message peel --key " + "01" + " --message 00",
        "message peel --key " + NODE_ONE + " --message 0201",
        "failure decode --packet 00",
        "failure decode --packet 00 --secret 00",
        "offer create",
        "offer create --amount 1 --issuer-id " + NODE_ONE,
        "offer create --chain moon --issuer-id " + NODE_ONE,
        "offer create --amount x --issuer-id " + NODE_ONE,
        "path show @/nowhere/at-all"
      })
  void whatIsWrongWithTheCommandLineIsExitCode2(String command) {
    failed(2, "", command);
  }

  @Test
  void anOfferIsReadAsItWasMade(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("offer");
    Files.writeString(
        file,
        offer("--amount", 5000, "--description", "Coffee", "--issuer", "Bob", "--chain", "signet"));
    assertThat(done("offer decode", "@" + file))
        .contains("offer_amount", "5000 msat", "Coffee", "Bob", "signet", "2 hops from", NODE_TWO);
    JsonObject json = json("offer decode", "@" + file);
    assertThat(json.get("kind").getAsString()).isEqualTo("offer");
    assertThat(json.getAsJsonObject("fields").get("offer_amount").getAsLong()).isEqualTo(5000);
    assertThat(json.get("signature_ok").isJsonNull()).isTrue();
  }

  @Test
  void textsOfOthersDoNotCommandTheTerminal() {
    String offer = offer("--description", "\u001b[31mred\n");
    assertThat(done("offer decode", offer)).contains("?[31mred?").doesNotContain("\u001b");
  }

  @Test
  void aStaticInvoice() {
    String[] arguments = {
      "--offer",
      offer(),
      "--payment-path",
      path(),
      "--payment-info",
      "1000:150:40:1:21000",
      "--message-path",
      path(),
      "--message-path",
      path(),
      "--created-at",
      "1700000000",
      "--key"
    };
    for (String profile : List.of("LDK", "DRAFT")) {
      List<Object> good = new ArrayList<>(List.of(arguments));
      good.addAll(List.of(TWO, "--profile", profile));
      String invoice = done("invoice create-static", good.toArray());
      assertThat(done("invoice decode", invoice))
          .contains("static invoice", "valid", "1000 msat + 150 ppm, 40 blocks, 1 to 21000 msat")
          .contains("2023-11-14", "static_invoice_message_paths");
      JsonObject json = json("invoice decode", invoice);
      assertThat(json.get("kind").getAsString()).isEqualTo("static_invoice");
      assertThat(json.get("signature_ok").getAsBoolean()).isTrue();
    }
    List<Object> otherKey = new ArrayList<>(List.of(arguments));
    otherKey.add(ONE);
    failed(2, "did not sign", "invoice create-static", otherKey.toArray());
  }

  /** An example of BOLT 11: a cup of coffee within one minute. */
  private static final String BOLT_11 =
      "lnbc2500u1pvjluezsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygspp5qqqsyqcyq5rqwzqfqq"
          + "qsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdq5xysxxatsyp3k7enxv4jsxqzpu9qrsgquk0rl77nj30yxdy8j9vdx85"
          + "fkpmdla2087ne0xh8nhedh8w27kyke0lp53ut353s06fv3qfegext0eh0ymjpf39tuven09sam30g4vgpfna3rh";

  @Test
  void aBolt11InvoiceIsReadButNotChecked() {
    assertThat(done("invoice decode", BOLT_11))
        .contains("NOT CHECKED", "250000000 msat", "1 cup coffee", "60 seconds", "bitcoin");
    JsonObject json = json("invoice decode", BOLT_11);
    assertThat(json.get("kind").getAsString()).isEqualTo("bolt11_invoice");
    assertThat(json.get("signature_ok").isJsonNull()).isTrue();
    JsonObject fields = json.getAsJsonObject("fields");
    assertThat(fields.get("amount_msat").getAsLong()).isEqualTo(250_000_000);
    assertThat(fields.get("timestamp").getAsLong()).isEqualTo(1_496_314_658);
    failed(1, "no invoice of BOLT 11: the checksum", "invoice decode", BOLT_11 + "q");
  }

  @Test
  void whatIsNoDocumentIsExitCode1() {
    failed(1, "no document of BOLT 12", "invoice decode", "lno1xx");
    failed(1, "prefix", "offer decode", "lnx1qq");
    assertThat(run("offer decode --json", "lnx1qq").json().getAsJsonObject().has("rejected"))
        .isTrue();
    failed(
        2,
        "--offer is none",
        "invoice create-static",
        "--offer",
        "lni1",
        "--payment-path",
        path(),
        "--payment-info",
        "0:0:0:0:0",
        "--message-path",
        path(),
        "--key",
        ONE);
  }

  @Test
  void aFailureThatNoHopMadeIsExitCode1() {
    failed(1, "no hop of these", "failure decode --packet", "00".repeat(292), "--secret", ONE);
    failed(
        1,
        "no hop of these",
        "failure decode --packet",
        "00".repeat(292),
        "--secret",
        ONE,
        "--attribution",
        "00".repeat(920));
  }
}
