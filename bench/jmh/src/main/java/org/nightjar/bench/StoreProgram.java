package org.nightjar.bench;

import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.nightjar.NightjarException;
import org.nightjar.async.store.StoreException;

/** A benchmark of an LSP's store as a program: options, a database for it, figures printed. */
final class StoreProgram {
  private static final String USAGE =
      "usage: java -Xmx512m -XX:+UseSerialGC -jar nightjar-bench.jar %s [--json]"
          + " [--url jdbc:postgresql://HOST/DATABASE?user=...]\n"
          + "  --url   an empty database, in place of SQLite in a temporary folder\n";

  private StoreProgram() {}

  /** What is measured. */
  interface Measurement {
    /**
     * Measures.
     *
     * @param url of an empty database
     */
    List<Figure> measure(String url) throws StoreException, IOException;
  }

  /**
   * What the arguments ask for.
   *
   * @param url empty for SQLite
   */
  record Options(boolean json, String url) {
    /**
     * Reads arguments.
     *
     * @throws IllegalArgumentException for one that is unknown, or a URL that is missing
     */
    static Options of(String... args) {
      boolean json = false;
      String url = "";
      for (int i = 0; i < args.length; i++) {
        switch (args[i]) {
          case "--json" -> json = true;
          case "--url" -> {
            if (++i == args.length || !args[i].startsWith("jdbc:")) {
              throw new IllegalArgumentException("--url needs a JDBC URL");
            }
            url = args[i];
          }
          default -> throw new IllegalArgumentException("no such option: " + args[i]);
        }
      }
      return new Options(json, url);
    }
  }

  /**
   * Runs one.
   *
   * @param mode what it is called on the command line
   * @return the exit status: 0, 1 if it cannot be done, 2 for misuse
   */
  static int run(String mode, String[] args, Measurement measurement) {
    Options options;
    try {
      options = Options.of(args);
    } catch (IllegalArgumentException e) {
      System.err.printf("nightjar bench: %s%n" + USAGE, e.getMessage(), mode);
      return 2;
    }
    try {
      say("heap of at most %d MiB", Runtime.getRuntime().maxMemory() >> 20);
      List<Figure> figures =
          options.url().isEmpty() ? onSqlite(measurement) : measurement.measure(options.url());
      System.out.print(
          options.json()
              ? new GsonBuilder().setPrettyPrinting().create().toJson(figures) + "\n"
              : Table.of(figures));
      return 0;
    } catch (NightjarException | StoreException | IOException | IllegalStateException e) {
      System.err.println("nightjar bench: " + e.getMessage());
      return 1;
    }
  }

  private static List<Figure> onSqlite(Measurement measurement) throws IOException, StoreException {
    Path folder = Files.createTempDirectory("nightjar-store");
    try {
      List<Figure> figures = measurement.measure("jdbc:sqlite:" + folder.resolve("store.db"));
      long size = 0;
      for (Path file : files(folder)) {
        size += Files.size(file);
      }
      say("%.1f MB of files", size / 1e6);
      return figures;
    } finally {
      for (Path file : files(folder)) {
        Files.delete(file);
      }
      Files.delete(folder);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  /** Tells how it goes. */
  static void say(String format, Object... args) {
    System.err.printf(format + "%n", args);
  }
}
