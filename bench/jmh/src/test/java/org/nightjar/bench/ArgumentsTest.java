package org.nightjar.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {
  @Test
  void measuresWithoutAny() {
    Arguments arguments = Arguments.parse(List.of());
    assertThat(arguments.quick() || arguments.json() || arguments.aarch64()).isFalse();
    assertThat(arguments.report()).isEmpty();
    assertThat(arguments.from()).isEmpty();
  }

  @Test
  void takesSeveralResults() {
    Arguments arguments =
        Arguments.parse(List.of("--report", "page.html", "--from", "a.json", "--from", "b.json"));
    assertThat(arguments.report()).contains(Path.of("page.html"));
    assertThat(arguments.from()).containsExactly(Path.of("a.json"), Path.of("b.json"));
  }

  @ParameterizedTest
  @CsvSource({
    "--fast,unknown argument --fast",
    "page.html,unknown argument page.html",
    "--report,--report needs",
    "--report --quick,--report needs",
    "--quick --report p --from,--from needs",
    "--from a.json,--from needs --report",
    "--quick --report p --from a.json,measures nothing",
    "--aarch64 --report p --from a.json,measures nothing",
  })
  void saysWhatIsWrong(String words, String message) {
    assertThatThrownBy(() -> Arguments.parse(List.of(words.split(" "))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
