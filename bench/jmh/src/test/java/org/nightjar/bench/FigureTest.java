package org.nightjar.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FigureTest {
  @Test
  void ratioSaysHowManyTimesAsFast() {
    Figure figure = Figure.of("peel-java", "us", 50, "lightning-kmp", 100);
    assertThat(figure.ratio()).isEqualTo(2);
  }

  @Test
  void tableMarksTargets() {
    Figure reached = Figure.of("peel-java", "us", 50, "lightning-kmp", 100);
    Figure missed = Figure.of("jni-call", "ns", 151, "budget 150 ns", Targets.CALL_NANOS);
    Figure without = Figure.of("peel-bc", "us", 400, "lightning-kmp", 100);
    assertThat(Table.of(List.of(reached, missed, without)).lines().skip(1))
        .satisfiesExactly(
            line -> assertThat(line).contains("2.00x", "####", "1.50x reached"),
            line -> assertThat(line).contains("0.99x", "1.00x MISSED"),
            line -> assertThat(line).contains("0.25x").doesNotContain("reached", "MISSED"));
  }

  @Test
  void jsonHasTheAgreedFields() {
    Figure figure = Figure.of("peel-java", "us", 50.1234, "lightning-kmp", 100).withNoise(0.02, 9);
    assertThat(ResultFile.now("quick", "", "", List.of(figure)).figuresJson())
        .isEqualToIgnoringWhitespace(
            """
            [{"name": "peel-java", "value": 50.123, "unit": "us",
              "against": "lightning-kmp", "other": 100.0, "ratio": 1.995,
              "noise": 0.02, "samples": 9}]""");
  }
}
