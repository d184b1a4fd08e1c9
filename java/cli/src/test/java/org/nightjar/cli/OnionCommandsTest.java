package org.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnionCommandsTest {
  /** The public key of the secret key 0101..01, and of 0202..02. */
  private static final String ONE = "01".repeat(32);

  private static final String TWO = "02".repeat(32);
  private static final String NODE_ONE =
      "031b84c5567b126440995d3ed5aaba0565d71e1834604819ff9c17f5e9d5dd078f";
  private static final String NODE_TWO =
      "024d4b6cd1361032ca9bd2aeb9d900aa4d45d9ead80ac9423374c451a7254d0766";
  private static final String FORWARD = "020203e8040164060800000100000a0000";

  private static String[] onion(String command, String... more) {
    String[] args = new String[more.length + 3];
    args[0] = "--provider=bc";
    args[1] = "onion";
    args[2] = command;
    System.arraycopy(more, 0, args, 3, more.length);
    return args;
  }

  private static String build() {
    return Cli.run(
            onion(
                "build",
                "--session-key",
                "03".repeat(32),
                "--hop",
                NODE_ONE + ":" + FORWARD,
                "--hop",
                NODE_TWO + ":0202ffff04015a",
                "--assoc",
                "aa".repeat(32)))
        .out()
        .strip();
  }

  @Test
  void whatIsBuiltIsPeeledHopByHop() {
    String packet = build();
    assertThat(packet).hasSize(2 * 1366);
    JsonObject first =
        Cli.run(
                onion(
                    "peel", "--key", ONE, "--onion", packet, "--assoc", "aa".repeat(32), "--json"))
            .json()
            .getAsJsonObject();
    assertThat(first.get("payload").getAsString()).isEqualTo(FORWARD);
    assertThat(first.get("is_last").getAsBoolean()).isFalse();
    assertThat(first.getAsJsonObject("fields").get("amt_to_forward").getAsLong()).isEqualTo(1000);
    assertThat(first.getAsJsonObject("fields").get("short_channel_id").getAsString())
        .isEqualTo("1x10x0");
    Cli.Result second =
        Cli.runWithInput(
            first.get("next_onion").getAsString() + "\n",
            onion("peel", "--key", TWO, "--onion", "-", "--assoc", "aa".repeat(32)));
    assertThat(second.exitCode()).isZero();
    assertThat(second.out()).contains("is the last", "65,535 msat", "block 90");
  }

  @Test
  void keysAndPacketsComeFromFilesAndStandardInput(@TempDir Path folder) throws IOException {
    Path key = folder.resolve("key");
    Path packet = folder.resolve("packet");
    Files.writeString(key, ONE + "\n");
    Files.writeString(packet, build());
    String assoc = "aa".repeat(32);
    assertThat(
            Cli.run(onion("peel", "--key", "@" + key, "--onion", "@" + packet, "--assoc", assoc))
                .exitCode())
        .isZero();
    assertThat(
            Cli.runWithInput(
                    ONE + "\n" + build() + "\n",
                    onion("peel", "--key", "-", "--onion", "-", "--assoc", assoc))
                .exitCode())
        .isZero();
  }

  @Test
  void aRefusedPacketIsExitCode1() {
    Cli.Result text = Cli.run(onion("peel", "--key", TWO, "--onion", build()));
    assertThat(text.exitCode()).isEqualTo(1);
    assertThat(text.err()).contains("HMAC does not match").contains("c005 invalid_onion_hmac");
    Cli.Result json = Cli.run(onion("peel", "--key", TWO, "--onion", "00", "--json"));
    assertThat(json.exitCode()).isEqualTo(1);
    assertThat(json.json().getAsJsonObject().get("failure_code").getAsInt()).isEqualTo(0xc004);
  }

  @Test
  void aPayloadThatIsNoPaymentPayloadIsShownAsItIs() {
    String packet =
        Cli.run(onion("build", "--session-key", TWO, "--hop", NODE_ONE + ":ffff")).out().strip();
    Cli.Result result = Cli.run(onion("peel", "--key", ONE, "--onion", packet));
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).contains("ffff").contains("no payment payload");
  }

  @Test
  void errorsDoNotRepeatSecrets() {
    String bad = "5ec".repeat(20);
    assertThat(Cli.run(onion("peel", "--key", bad + "x", "--onion", "00")).err())
        .doesNotContain(bad);
    assertThat(Cli.run(onion("peel", "--key", bad, "--onion", "00")).err()).doesNotContain(bad);
  }

  @Test
  void aKeyThatIsNoneIsTheCallersError() {
    Cli.Result result =
        Cli.run(onion("build", "--session-key", "00".repeat(32), "--hop", NODE_ONE + ":0000"));
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("secret key");
  }

  @Test
  void aTraceOfAPeelShowsBothHmacs() {
    Cli.Result refused = Cli.run(onion("trace", "--key", ONE, "--onion", build(), "--json"));
    assertThat(refused.exitCode()).isEqualTo(1);
    JsonObject json = refused.json().getAsJsonObject();
    assertThat(json.get("hmac")).isNotEqualTo(json.get("computed_hmac"));
    Cli.Result opened =
        Cli.run(
            onion("trace", "--key", ONE, "--onion", build(), "--assoc", "aa".repeat(32), "--json"));
    assertThat(opened.exitCode()).isZero();
    assertThat(opened.err()).contains("secret");
    json = opened.json().getAsJsonObject();
    assertThat(json.get("hmac")).isEqualTo(json.get("computed_hmac"));
    assertThat(json.get("decrypted").getAsString()).startsWith("11" + FORWARD).hasSize(2 * 2600);
  }

  @Test
  void aTraceOfHostilePacketsEnds() {
    for (String packet :
        new String[] {"", "00", "01" + build().substring(2), "0005" + build().substring(4)}) {
      Cli.Result result = Cli.run(onion("trace", "--key", ONE, "--onion", packet));
      assertThat(result.exitCode()).isEqualTo(1);
      assertThat(result.out()).contains("rejected");
    }
  }
}
