package org.nightjar.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Plays what fuzzers kept, each input once; {@code tools/fuzz-java} finds more. */
class CorpusTest {
  private static final Path CORPUS = Path.of("corpus");

  @TestFactory
  Stream<DynamicTest> everyInputOfTheCorpus() {
    return Fuzz.TARGETS.entrySet().stream()
        .map(target -> DynamicTest.dynamicTest(target.getKey(), () -> play(target)));
  }

  private static void play(Map.Entry<String, Fuzz.Target> target) throws IOException {
    List<Path> inputs;
    try (Stream<Path> files = Files.list(CORPUS.resolve(target.getKey()))) {
      inputs = files.sorted().toList();
    }
    int taken = 0;
    for (Path input : inputs) {
      try {
        taken += target.getValue().run(Files.readAllBytes(input)) ? 1 : 0;
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(input.toString(), e);
      }
    }
    System.out.println(target.getKey() + ": " + inputs.size() + " inputs, " + taken + " taken");
    assertThat(taken).isGreaterThan(inputs.size() / 4);
  }
}
