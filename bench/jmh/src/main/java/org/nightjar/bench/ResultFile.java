package org.nightjar.bench;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * What is kept of a run.
 *
 * @param date when it ended
 * @param mode quick or full
 * @param machine see {@link Machine#describe}
 * @param library version, CPU features and SIMD variants of what was measured
 * @param figures what came out
 */
record ResultFile(
    String date, String mode, Map<String, String> machine, String library, List<Figure> figures) {
  /** The system property that names the folder for results. */
  static final String PROPERTY = "nightjar.bench.results";

  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  static ResultFile now(String mode, String library, List<Figure> figures) {
    String date = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    return new ResultFile(date, mode, Machine.describe(), library, figures);
  }

  /** The figures alone, as {@code --json} prints them. */
  String figuresJson() {
    return GSON.toJson(figures);
  }

  /**
   * Writes a new file named after the date.
   *
   * @return where it is
   * @throws IOException if the folder cannot be written
   */
  Path write() throws IOException {
    Path folder = Files.createDirectories(Path.of(System.getProperty(PROPERTY, "build/bench")));
    return Files.writeString(folder.resolve(date.replace(':', '-') + ".json"), GSON.toJson(this));
  }
}
