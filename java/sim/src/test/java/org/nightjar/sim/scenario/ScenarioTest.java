package org.nightjar.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nightjar.Nightjar;
import org.nightjar.sim.Seeds;

class ScenarioTest {
  private static final Nightjar NIGHTJAR = Nightjar.open();
  private static final int SEEDS = 5;

  @ParameterizedTest
  @EnumSource
  void comesOutAsItMustWhateverTheSeed(Scenario scenario) {
    long first = Seeds.first("ScenarioTest " + scenario);
    for (long seed = first; seed < first + SEEDS; seed++) {
      Play play = scenario.play(NIGHTJAR, seed);
      assertThat(play.findings()).as("seed " + seed).allMatch(Finding::holds);
      assertThat(play.isAsExpected()).isTrue();
      assertThat(play.conclusion()).endsWith(".").doesNotContain("\n");
    }
  }
}
