package org.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import org.junit.jupiter.api.Test;

class DemoTest {
  @Test
  void theTextFitsATerminalAndTellsTheWholeStory() {
    Cli.Result result = Cli.run("demo", "--provider=bc", "--no-color");
    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .contains("Alice", "Bob", "Carol", "Dave", "Eve")
        .contains("peeled in", "1366 bytes", "short_channel_id", "keysend_preimage")
        .contains("c005 invalid_onion_hmac", "c004 invalid_onion_version")
        .contains("provider  bc");
    assertThat(result.out().lines()).allMatch(line -> line.length() <= 100);
    assertThat(result.out()).doesNotContain("\033");
  }

  @Test
  void theSameStoryAsData() {
    JsonObject json = Cli.run("demo", "--provider=bc", "--json").json().getAsJsonObject();
    assertThat(json.get("paid").getAsBoolean()).isTrue();
    assertThat(json.getAsJsonArray("hops")).hasSize(3);
    String packet = json.get("packet").getAsString();
    long sent = json.get("sent_msat").getAsLong();
    for (JsonElement element : json.getAsJsonArray("hops")) {
      JsonObject hop = element.getAsJsonObject();
      assertThat(hop.get("packet_in").getAsString()).isEqualTo(packet).hasSize(2 * 1366);
      assertThat(hop.get("peel_us").getAsDouble()).isPositive();
      packet = hop.get("packet_out").getAsString();
      sent -= hop.get("fee_msat").getAsLong();
    }
    assertThat(sent).isEqualTo(json.get("amount_msat").getAsLong());
    assertThat(json.getAsJsonArray("refused"))
        .allSatisfy(refused -> assertThat(refused.getAsJsonObject().has("failure_code")).isTrue());
  }

  @Test
  void aSeedRepeatsARun() {
    assertThat(packet("--seed=owl"))
        .isEqualTo(packet("--seed=owl"))
        .isNotEqualTo(packet("--seed=jay"));
    assertThat(Cli.run("demo", "--provider=bc", "--json").json().getAsJsonObject().get("packet"))
        .isNotEqualTo(
            Cli.run("demo", "--provider=bc", "--json").json().getAsJsonObject().get("packet"));
  }

  private static String packet(String seed) {
    return Cli.run("demo", "--provider=bc", "--json", seed)
        .json()
        .getAsJsonObject()
        .get("packet")
        .getAsString();
  }
}
