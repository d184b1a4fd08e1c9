package org.nightjar.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nightjar.async.store.StoreException;

class StoreProgramTest {
  private static final StoreProgram.Measurement NEVER =
      url -> {
        throw new AssertionError("measured");
      };

  @Test
  void optionsAreRead() {
    assertThat(StoreProgram.Options.of()).isEqualTo(new StoreProgram.Options(false, ""));
    assertThat(StoreProgram.Options.of("--url", "jdbc:postgresql://h/d", "--json"))
        .isEqualTo(new StoreProgram.Options(true, "jdbc:postgresql://h/d"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--fast", "10", "--url", "--url --json", "--url store.db", "--json=1"})
  void misuseIsTold(String arguments) {
    String[] args = arguments.split(" ");
    assertThatThrownBy(() -> StoreProgram.Options.of(args))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(StoreProgram.run("--holds", args, NEVER)).isEqualTo(2);
  }

  @Test
  void figuresAreOneJsonArrayOnStandardOutput() {
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      Figure figure = Figure.of("hold-release", "s", 2, "its target", 5);
      assertThat(StoreProgram.run("--holds", new String[] {"--json"}, url -> List.of(figure)))
          .isZero();
    } finally {
      System.setOut(before);
    }
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualToIgnoringWhitespace(
            """
            [{"name": "hold-release", "value": 2.0, "unit": "s",
              "against": "its target", "other": 5.0, "ratio": 2.5,
              "noise": 0.0, "samples": 1}]""");
  }

  @Test
  void whatCannotBeDoneEndsWithOne() {
    String[] url = {"--url", "jdbc:none"};
    assertThat(
            StoreProgram.run(
                "--holds",
                url,
                given -> {
                  assertThat(given).isEqualTo("jdbc:none");
                  throw new StoreException("no such store");
                }))
        .isEqualTo(1);
    assertThat(Holds.run(url)).isEqualTo(1);
    assertThat(Replays.run(url)).isEqualTo(1);
  }
}
