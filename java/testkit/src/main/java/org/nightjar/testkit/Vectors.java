package org.nightjar.testkit;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/**
 * Files of vectors, and how many of their cases ran. A file is looked for in the folder of the
 * system property {@code nightjar.vectors}, in that of the environment variable {@code
 * NIGHTJAR_VECTORS}, in {@code ../shared/vectors} beside the repository, and in {@code vectors/} of
 * the repository; where it is in none, its test is skipped. {@code vectors/EXPECTED} says how many
 * cases of each file must run at least, and which tests run them.
 */
public final class Vectors {
  private static final String PROPERTY = "nightjar.vectors";
  private static final String ENVIRONMENT = "NIGHTJAR_VECTORS";

  private final Map<String, Integer> expected;
  private final Set<String> ran = new TreeSet<>();

  /**
   * The vectors of some tests.
   *
   * @param tests as in the third column of {@code EXPECTED}
   */
  public Vectors(String tests) {
    expected = readExpected(tests);
  }

  /**
   * Opens a file; close it after its last case.
   *
   * @param path as in {@code EXPECTED}, with slashes
   * @throws TestAbortedException if the file is nowhere
   */
  public Cases open(String path) {
    Path file =
        find(path)
            .orElseThrow(
                () ->
                    new TestAbortedException(
                        "vectors: "
                            + path
                            + " is in none of "
                            + folders()
                            + "; name its folder with -D"
                            + PROPERTY));
    return new Cases(path, file);
  }

  /** Fails if a file of {@code EXPECTED} is there, and was not opened. */
  public void assertAllRan() {
    Set<String> missed = new TreeSet<>(expected.keySet());
    missed.removeIf(path -> find(path).isEmpty());
    missed.removeAll(ran);
    if (!missed.isEmpty()) {
      throw new AssertionFailedError("no test ran these vectors of vectors/EXPECTED: " + missed);
    }
  }

  private static Optional<Path> find(String path) {
    return folders().stream().map(folder -> folder.resolve(path)).filter(Files::exists).findFirst();
  }

  private static List<Path> folders() {
    Path root = root();
    return Stream.of(
            Optional.ofNullable(System.getProperty(PROPERTY)).map(Path::of),
            Optional.ofNullable(System.getenv(ENVIRONMENT)).map(Path::of),
            Optional.of(root.resolveSibling("shared").resolve("vectors")),
            Optional.of(root.resolve("vectors")))
        .flatMap(Optional::stream)
        .toList();
  }

  /** The repository: the nearest folder upwards with both build files. */
  static Path root() {
    Path start = Path.of("").toAbsolutePath();
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve("CMakeLists.txt"))
          && Files.exists(folder.resolve("pom.xml"))) {
        return folder;
      }
    }
    throw new IllegalStateException(start + " is not inside the repository: run the tests there");
  }

  private static Map<String, Integer> readExpected(String tests) {
    Map<String, Integer> counts = new TreeMap<>();
    for (String line : lines(root().resolve("vectors/EXPECTED"))) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] words = line.split(" +");
        if (words[2].equals(tests)) {
          counts.put(words[0], Integer.parseInt(words[1]));
        }
      }
    }
    return counts;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One file under test. */
  public final class Cases implements AutoCloseable {
    private final String path;
    private final Path file;
    private int count;

    private Cases(String path, Path file) {
      this.path = path;
      this.file = file;
    }

    /** The file itself. */
    public Path file() {
      return file;
    }

    /** The file as one JSON object. */
    public JsonObject json() {
      return parsed().getAsJsonObject();
    }

    /** The file as one JSON array of objects. */
    public List<JsonObject> jsonArray() {
      return StreamSupport.stream(parsed().getAsJsonArray().spliterator(), false)
          .map(JsonElement::getAsJsonObject)
          .toList();
    }

    private JsonElement parsed() {
      try {
        return JsonParser.parseString(Files.readString(file));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** The rows of a CSV file by the names of its first row. The last column may hold commas. */
    public List<Map<String, String>> csv() {
      List<String> lines = lines(file);
      String[] names = lines.get(0).split(",");
      List<Map<String, String>> rows = new ArrayList<>();
      for (String line : lines.subList(1, lines.size())) {
        String[] values = line.split(",", names.length);
        Map<String, String> row = new HashMap<>();
        for (int i = 0; i < names.length; i++) {
          row.put(names[i], values[i]);
        }
        rows.add(row);
      }
      return rows;
    }

    /** Counts a case that ran to its end. */
    public void ran() {
      count++;
    }

    /** Prints the number of cases, and fails if it is below the expected. */
    @Override
    public void close() {
      System.out.println("vectors: " + path + ": " + count + " cases");
      ran.add(path);
      Integer minimum = expected.get(path);
      if (minimum == null) {
        throw new AssertionFailedError("vectors/EXPECTED has no line for " + path);
      }
      if (count < minimum) {
        throw new AssertionFailedError(
            "vectors: " + path + ": " + count + " cases ran, vectors/EXPECTED wants " + minimum);
      }
    }
  }
}
