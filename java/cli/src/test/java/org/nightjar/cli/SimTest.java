package org.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimTest {
  @Test
  void aRunIsSummedUp() {
    Cli.Result result = Cli.run("sim", "run", "--payments=5", "--seed=3", "--topology=e2e4");
    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .contains("5 ordered", "payments per second", "all hold")
        .contains("./nightjar sim run --payments 5 --seed 3 --faults none --topology e2e4");
    assertThat(result.out().lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void aRunByPtlcIsSummedUpAndRepeats() {
    String[] line = {
      "sim", "run", "--kind=ptlc", "--payments=4", "--seed=5", "--topology=e2e4", "--faults=all"
    };
    Cli.Result result = Cli.run(line);
    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .contains("payments by PTLC", "4 ordered", "paid for a receipt", "all hold")
        .contains(
            "./nightjar sim run --payments 4 --seed 5 --faults all --topology e2e4 --kind ptlc");
    assertThat(steps(Cli.run(line))).isEqualTo(steps(result));
  }

  private static String steps(Cli.Result result) {
    return result.out().lines().filter(row -> row.startsWith("steps")).findFirst().orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "network", "crash", "disk", "clock", "all"})
  void aRunWithFaultsIsDataAndRepeats(String faults) {
    JsonObject json = run(faults, "--provider=jni");
    assertThat(json.get("invariants_hold").getAsBoolean()).isTrue();
    assertThat(json.get("payments").getAsInt()).isEqualTo(4);
    assertThat(json.get("steps").getAsLong()).isPositive();
    assertThat(json.get("crypto_s").getAsDouble()).isPositive();
    JsonObject again = run(faults, "--provider=jni");
    for (String name : new String[] {"steps", "bytes", "refused", "height", "paid"}) {
      assertThat(again.get(name)).as(name).isEqualTo(json.get(name));
    }
  }

  private static JsonObject run(String faults, String provider) {
    return Cli.run(
            "sim",
            "run",
            "--payments=4",
            "--seed=11",
            "--topology=lsp3",
            "--json",
            provider,
            "--faults",
            faults)
        .json()
        .getAsJsonObject();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sim",
        "sim run --payments 0",
        "sim run --payments -3",
        "sim run --payments many",
        "sim run --payments 1000001",
        "sim run --faults weather",
        "sim run --topology moon",
        "sim run --seed x",
        "sim run --kind cash",
        "sim run --kind ptlc --topology mpp4",
        "sim run --kind ptlc --topology trampoline5",
        "sim run now"
      })
  void aWrongCommandLineIsExitCode2(String line) {
    Cli.Result result = Cli.run(line.split(" "));
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith("nightjar: ").contains("--help");
    assertThat(result.err().strip()).doesNotContain("\n").doesNotContain("Exception");
  }
}
