package org.nightjar.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultFileTest {
  private static final String DETAILS =
      "cpu avx2 avx512 shani; sha256 shani, chacha20 avx512; libsecp256k1 0.5.0 (source)";

  @TempDir private Path folder;

  @Test
  void isReadAsItWasWritten() throws IOException {
    Figure figure = Figure.of("peel-c", "us", 23, "obvious C", 72).withNoise(0.01, 100);
    ResultFile written = ResultFile.now("quick", "the library", DETAILS, List.of(figure));
    Path file = Files.writeString(folder.resolve("result.json"), written.json());
    assertThat(ResultFile.read(file)).isEqualTo(written);
  }

  @Test
  void tellsTheMachine() {
    ResultFile result = ResultFile.now("quick", "", DETAILS, List.of());
    assertThat(result.machine("features")).isEqualTo("avx2 avx512 shani");
    assertThat(result.machine("libsecp256k1")).isEqualTo("0.5.0 (source)");
    assertThat(result.machine()).containsKeys("cpu", "cores", "os", "arch", "jdk", "gc", "commit");
    assertThat(Integer.parseInt(result.machine("cores"))).isPositive();
  }

  @Test
  void aFigureThatIsNotThereOrIsZeroIsNone() {
    Figure zero = Figure.of("peel-c", "us", 0, "obvious C", 72);
    ResultFile result = ResultFile.now("quick", "", "", List.of(zero));
    assertThat(result.figure("peel-c")).isEmpty();
    assertThat(result.figure("peel-java")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "{}",
        "not json",
        "{\"date\":\"d\",\"mode\":\"m\",\"machine\":{},\"library\":\"l\"}",
        "{\"date\":\"d\",\"mode\":\"m\",\"machine\":{\"cpu\":null},\"library\":\"l\",\"figures\":[]}",
        "{\"date\":\"d\",\"mode\":\"m\",\"machine\":{},\"library\":\"l\",\"figures\":[null]}",
        "{\"date\":\"d\",\"mode\":\"m\",\"machine\":{},\"library\":\"l\",\"figures\":[{\"name\":\"n\"}]}",
        "{\"date\":\"d\",\"mode\":\"m\",\"machine\":{},\"library\":\"l\",\"figures\":[{\"name\":\"n\","
            + "\"unit\":\"us\",\"against\":\"a\",\"value\":-1,\"other\":1,\"ratio\":1}]}",
        "{\"date\":\"d\",\"mode\":\"m\",\"machine\":{},\"library\":\"l\",\"figures\":[{\"name\":\"n\","
            + "\"unit\":\"us\",\"against\":\"a\",\"value\":NaN,\"other\":1,\"ratio\":1}]}",
      })
  void refusesWhatIsNoResult(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("result.json"), text);
    assertThatThrownBy(() -> ResultFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no result of nightjar bench");
  }

  @Test
  void refusesBytesThatAreNoText() throws IOException {
    Path file = Files.write(folder.resolve("result.json"), new byte[] {(byte) 0xff, 0});
    assertThatThrownBy(() -> ResultFile.read(file)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> ResultFile.read(folder.resolve("none.json")))
        .isInstanceOf(IOException.class);
  }
}
