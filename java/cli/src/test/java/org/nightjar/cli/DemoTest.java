package org.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nightjar.sim.scenario.Scenario;

class DemoTest {
  @Test
  void theChartFitsATerminalAndTellsTheWholeStory() {
    Cli.Result result = Cli.run("demo", "--no-color");
    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .contains("Alice", "Bob", "LSP")
        .contains("offer_paths_request", "serve_static_invoice", "static_invoice_persisted")
        .contains("invoice_request", "static_invoice", "update_add_htlc", "revoke_and_ack")
        .contains("held_htlc_available", "release_held_htlc", "update_fulfill_htlc")
        .contains("Bob falls asleep", "Bob wakes", "from wake to claim", "held 50,012 sat")
        .contains("Alice paid Bob while his phone slept");
    assertThat(result.out().lines()).allMatch(line -> line.length() <= 100);
    assertThat(result.out()).doesNotContain("\033").doesNotContain("NOT SO");
  }

  @ParameterizedTest
  @EnumSource
  void everyScenarioIsDataAndComesOutAsItMust(Scenario scenario) {
    Cli.Result result = Cli.run("demo", "--scenario", scenario.title(), "--json", "--seed=7");
    assertThat(result.exitCode()).isZero();
    JsonObject json = result.json().getAsJsonObject();
    assertThat(json.get("scenario").getAsString()).isEqualTo(scenario.title());
    assertThat(json.get("as_expected").getAsBoolean()).isTrue();
    assertThat(json.get("conclusion").getAsString()).endsWith(".");
    assertThat(json.getAsJsonArray("findings"))
        .allMatch(finding -> finding.getAsJsonObject().get("holds").getAsBoolean());
    long gains = 0;
    for (JsonElement party : json.getAsJsonArray("parties")) {
      gains += party.getAsJsonObject().get("gain_msat").getAsLong();
    }
    assertThat(gains).isZero();
  }

  @Test
  void htlcAndPtlcStandSideBySide() {
    Cli.Result result = Cli.run("demo", "--scenario=ptlc", "--no-color");
    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .contains("update_add_ptlc", "update_fulfill_ptlc", "held_ptlc_available", "ptlc_invoice")
        .contains("STATIC HTLC INVOICE", "REUSABLE PTLC INVOICE", "BIP340", "experimental");
    assertThat(result.out().lines()).allMatch(line -> line.length() <= 100);
    JsonObject json = Cli.run("demo", "--scenario=ptlc", "--json").json().getAsJsonObject();
    assertThat(json.getAsJsonArray("comparison").size()).isGreaterThan(5);
    JsonObject payment = json.getAsJsonArray("ptlc_payments").get(0).getAsJsonObject();
    assertThat(payment.get("receipt").getAsString()).hasSize(2 * (237 + 64));
    assertThat(json.toString())
        .contains("in it the message that the receipt signs", "payment_point", "presignature");
  }

  @Test
  void dataHaveWhatWasSaidDecodedAndWhatItCost() {
    JsonObject json = Cli.run("demo", "--json").json().getAsJsonObject();
    JsonObject wakeUp = json.getAsJsonObject("wake_up");
    assertThat(wakeUp.get("cpu_us").getAsDouble()).isPositive();
    assertThat(wakeUp.get("received_messages").getAsLong()).isPositive();
    assertThat(wakeUp.get("received_bytes").getAsLong()).isPositive();
    JsonObject hold = json.getAsJsonArray("holds").get(0).getAsJsonObject();
    assertThat(hold.get("released").getAsBoolean()).isTrue();
    assertThat(hold.get("held_ms").getAsLong()).isGreaterThan(7 * 60_000);
    JsonArray held = json.getAsJsonArray("held");
    assertThat(held.get(held.size() - 1).getAsJsonObject().get("held_msat").getAsLong()).isZero();
    assertThat(json.toString())
        .contains("Bob's layer of the onion, under a dummy hop", "keysend_preimage")
        .contains("the static invoice", "offer_issuer_id", "cltv_expiry_delta");
  }

  @Test
  void aSeedRepeatsARun() {
    assertThat(events("--seed=5")).isEqualTo(events("--seed=5")).isNotEqualTo(events("--seed=6"));
  }

  private static JsonElement events(String seed) {
    return Cli.run("demo", "--json", seed).json().getAsJsonObject().get("events");
  }

  @Test
  void thePageStandsAlone(@TempDir Path folder) throws IOException {
    Path page = folder.resolve("demo.html");
    Cli.Result result = Cli.run("demo", "--json", "--scenario=retry", "--html", page.toString());
    assertThat(result.exitCode()).isZero();
    String html = Files.readString(page);
    assertThat(html)
        .startsWith("<!doctype html>")
        .contains("Rose", "Ruth", "nj_onion_book_put", "<svg", "</html>")
        .doesNotContain("http:", "https:", "<script", "<link", "src=", "url(");
    assertThat(count(html, "<details")).isEqualTo(count(html, "</details>")).isGreaterThan(20);
    assertThat(count(html, "<div")).isEqualTo(count(html, "</div>"));
  }

  private static int count(String text, String part) {
    return text.split(part, -1).length - 1;
  }

  @Test
  void aFileThatCannotBeWrittenIsOneLineAndExitCode1() {
    Cli.Result result = Cli.run("demo", "--html", "/no/such/folder/demo.html");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).startsWith("nightjar: ").contains("/no/such/folder");
    assertThat(result.err().strip()).doesNotContain("\n");
  }

  @Test
  void theListExplainsEachScenarioInALine() {
    Cli.Result result = Cli.run("demo", "--scenario", "list");
    assertThat(result.exitCode()).isZero();
    assertThat(result.out().lines()).hasSize(Scenario.values().length);
    for (Scenario scenario : Scenario.values()) {
      assertThat(result.out()).contains(scenario.title() + " ", scenario.inOneLine());
    }
    assertThat(Cli.run("demo", "--scenario=list", "--json").json().getAsJsonArray())
        .hasSize(Scenario.values().length);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo --scenario sunshine",
        "demo --scenario",
        "demo --seed soon",
        "demo --html",
        "demo plain"
      })
  void aWrongCommandLineIsExitCode2(String line) {
    Cli.Result result = Cli.run(line.split(" "));
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith("nightjar: ").contains("--help");
  }
}
