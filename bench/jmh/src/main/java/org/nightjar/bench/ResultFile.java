package org.nightjar.bench;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is kept of a run.
 *
 * @param date when it ended
 * @param mode quick or full
 * @param machine see {@link Machine#describe}
 * @param library version, CPU features, SIMD variants and libsecp256k1 of what was measured
 * @param figures what came out
 */
public record ResultFile(
    String date, String mode, Map<String, String> machine, String library, List<Figure> figures) {
  /** The system property that names the folder for results. */
  static final String PROPERTY = "nightjar.bench.results";

  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  /**
   * What was measured just now.
   *
   * @param details {@link org.nightjar.Diagnostics#details} of the library that was measured
   */
  static ResultFile now(String mode, String library, String details, List<Figure> figures) {
    String date = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    return new ResultFile(date, mode, Machine.describe(details), library, figures);
  }

  /**
   * Reads what {@link #write} wrote, perhaps on another machine.
   *
   * @throws IOException if it cannot be read, or is no such file
   */
  public static ResultFile read(Path file) throws IOException {
    ResultFile read;
    try {
      read = GSON.fromJson(Files.readString(file), ResultFile.class);
    } catch (JsonParseException e) {
      throw new IOException(file + " is no result of nightjar bench: " + e.getMessage(), e);
    }
    if (read == null || !read.isWhole()) {
      throw new IOException(file + " is no result of nightjar bench: something is missing in it");
    }
    return read;
  }

  private boolean isWhole() {
    return date != null
        && mode != null
        && library != null
        && machine != null
        && !machine.containsValue(null)
        && figures != null
        && figures.stream().allMatch(ResultFile::isWhole);
  }

  private static boolean isWhole(Figure figure) {
    return figure != null
        && figure.name() != null
        && figure.unit() != null
        && figure.against() != null
        && figure.value() >= 0
        && figure.other() >= 0
        && figure.ratio() >= 0
        && figure.value() + figure.other() + figure.ratio() < Double.MAX_VALUE;
  }

  /** The figure of that name, if it was measured and is not 0. */
  public Optional<Figure> figure(String name) {
    return figures.stream()
        .filter(figure -> figure.name().equals(name) && figure.value() > 0)
        .findFirst();
  }

  /** What is known of the machine by that name, or nothing. */
  public String machine(String key) {
    return machine.getOrDefault(key, "");
  }

  /** The figures alone, as {@code --json} prints them. */
  String figuresJson() {
    return GSON.toJson(figures);
  }

  /** Everything, as {@link #write} keeps it. */
  String json() {
    return GSON.toJson(this);
  }

  /** A file in the folder for results that is named after the date, which is created. */
  Path path(String extension) throws IOException {
    Path folder = Files.createDirectories(Path.of(System.getProperty(PROPERTY, "build/bench")));
    return folder.resolve(date.replace(':', '-') + extension);
  }

  /**
   * Writes a new file named after the date.
   *
   * @return where it is
   * @throws IOException if the folder cannot be written
   */
  Path write() throws IOException {
    return Files.writeString(path(".json"), json());
  }
}
