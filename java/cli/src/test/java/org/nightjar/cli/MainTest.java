package org.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "fly",
        "demo --seed",
        "demo --no-such-option",
        "version surplus",
        "version --provider=rust",
        "onion",
        "onion peel",
        "onion peel --key 00 --onion 00",
        "onion peel --key @/no/such/file --onion 00",
        "onion peel --key - --onion 00",
        "onion build --session-key 0g --hop 02:00",
        "onion build --provider=bc --session-key 0000 --hop 0200",
        "onion trace",
        "onion trace --key 00"
      })
  void aWrongCommandLineIsOneLineAndExitCode2(String line) {
    Cli.Result result = Cli.run(line.isEmpty() ? new String[0] : line.split(" "));
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith("nightjar: ").contains("--help");
    assertThat(result.err().strip()).doesNotContain("\n").doesNotContain("Exception");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "demo --help", "onion --help", "onion trace -h", "pipe -h"})
  void helpIsOnStandardOutput(String line) {
    Cli.Result result = Cli.run(line.split(" "));
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).startsWith("Usage: nightjar");
    assertThat(result.out().lines()).allMatch(text -> text.length() <= 100);
    assertThat(result.err()).isEmpty();
  }

  @Test
  void theProviderCanStandBeforeTheCommand() {
    assertThat(Cli.run("--provider=bc", "version").out()).contains("Bouncy Castle");
    assertThat(Cli.run("version", "--provider", "bc").out()).contains("Bouncy Castle");
  }

  @Test
  void versionAsJson() {
    JsonObject json = Cli.run("version", "--provider=bc", "--json").json().getAsJsonObject();
    assertThat(json.get("version").getAsString()).matches("\\d+\\.\\d+\\.\\d+.*");
    assertThat(json.get("provider").getAsString()).isEqualTo("bc");
    assertThat(json.get("native").getAsBoolean()).isFalse();
    assertThat(Cli.run("--version").out())
        .isEqualTo("nightjar " + json.get("version").getAsString() + "\n");
  }

  @Test
  void selftestOfOneProvider() {
    Cli.Result result = Cli.run("selftest", "--provider=bc", "--json");
    assertThat(result.exitCode()).isZero();
    JsonArray json = result.json().getAsJsonArray();
    assertThat(json).hasSize(1);
    assertThat(json.get(0).getAsJsonObject().get("passed").getAsBoolean()).isTrue();
    assertThat(Cli.run("selftest", "--provider=bc").out()).contains("bc").contains("passed");
  }

  @Test
  void doctorLooksAtEveryProvider() {
    Cli.Result result = Cli.run("doctor", "--provider=bc", "--json");
    JsonObject json = result.json().getAsJsonObject();
    assertThat(json.get("provider").getAsString()).isEqualTo("bc");
    assertThat(json.getAsJsonArray("providers")).hasSizeGreaterThanOrEqualTo(2);
    assertThat(result.exitCode()).isEqualTo(json.get("healthy").getAsBoolean() ? 0 : 1);
    assertThat(Cli.run("doctor").out()).contains("Library search of jni").contains("native access");
  }

  @Test
  void completionIsAScriptThatKnowsTheCommands() {
    Cli.Result result = Cli.run("completion");
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).startsWith("#!").contains("complete -F").contains("selftest");
  }

  @Test
  void pipeAnswersAndEndsWith0() {
    Cli.Result result =
        Cli.runWithInput("{\"id\":7,\"cmd\":\"version\"}\n\n", "pipe", "--provider=bc");
    assertThat(result.exitCode()).isZero();
    JsonObject json = result.json().getAsJsonObject();
    assertThat(json.get("id").getAsInt()).isEqualTo(7);
    assertThat(json.get("peer").getAsString()).isEqualTo("nightjar");
    assertThat(json.get("provider").getAsString()).isEqualTo("bc");
    assertThat(json.has("version")).isTrue();
    assertThat(json.has("cpu")).isTrue();
  }
}
