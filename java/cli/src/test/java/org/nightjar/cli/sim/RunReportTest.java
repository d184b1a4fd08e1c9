package org.nightjar.cli.sim;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.nightjar.Nightjar;
import org.nightjar.cli.terminal.Terminal;
import org.nightjar.sim.AsyncNetwork;
import org.nightjar.sim.Simulation;
import org.nightjar.sim.Summary;
import org.nightjar.sim.Topology;

class RunReportTest {
  @Test
  void aBrokenInvariantIsShownWithTheWayToSeeItAgain() {
    AsyncNetwork network = Topology.LSP3.in(new Simulation(Nightjar.open(), 77));
    RunReport report =
        new RunReport(
            network,
            new Summary(network),
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            "./nightjar sim run --seed 77",
            "invariant broken: 1");
    JsonObject json = report.json();
    assertThat(json.get("invariants_hold").getAsBoolean()).isFalse();
    assertThat(json.get("broken").getAsString()).isEqualTo("invariant broken: 1");
    assertThat(json.get("seed").getAsLong()).isEqualTo(77);
    StringWriter text = new StringWriter();
    report.print(new Terminal(new PrintWriter(text, true), false, false, 100));
    assertThat(text.toString())
        .contains("BROKEN", "--seed 77", "50 % of the time cryptography")
        .doesNotContain("all hold");
  }
}
