package org.nightjar.cli.pipe;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/** Finds vectors where CONTRIBUTING.md says; where there are none, the test is skipped. */
final class SharedVectors {
  private SharedVectors() {}

  static JsonElement read(String path) {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve("CMakeLists.txt"))) {
      root = root.getParent();
    }
    Path file =
        Stream.of(
                Optional.ofNullable(System.getProperty("nightjar.vectors")).map(Path::of),
                Optional.ofNullable(System.getenv("NIGHTJAR_VECTORS")).map(Path::of),
                Optional.of(root.resolveSibling("shared").resolve("vectors")),
                Optional.of(root.resolve("vectors")))
            .flatMap(Optional::stream)
            .map(folder -> folder.resolve(path))
            .filter(Files::exists)
            .findFirst()
            .orElseThrow(() -> new TestAbortedException("vectors: " + path + " is nowhere"));
    try {
      return JsonParser.parseString(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
