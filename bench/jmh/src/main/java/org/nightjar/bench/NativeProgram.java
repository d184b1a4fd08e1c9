package org.nightjar.bench;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code nightjar_bench} of bench/native, which compares the C core with libsecp256k1 and OpenSSL.
 */
final class NativeProgram {
  /** The system property that names the program. */
  static final String PROPERTY = "nightjar.bench.native";

  static final String HINT =
      "Build it with: cmake -S . -B build/native -DNJ_BENCH=ON"
          + " && cmake --build build/native --target nightjar_bench; or name it with -D"
          + PROPERTY
          + "=";

  private static final String DEFAULT = "build/native/bench/native/nightjar_bench";

  private final Path path = Path.of(System.getProperty(PROPERTY, DEFAULT));
  private final boolean quick;

  NativeProgram(boolean quick) {
    this.quick = quick;
  }

  boolean exists() {
    return Files.isExecutable(path);
  }

  /**
   * Runs the program and reads its figures.
   *
   * @throws IOException if it cannot be started or fails
   */
  List<Figure> run() throws IOException {
    List<String> command = new ArrayList<>(List.of(path.toAbsolutePath().toString(), "--json"));
    if (quick) {
      command.add("--quick");
    }
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    Figure[] figures;
    try (Reader out = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
      figures = new Gson().fromJson(out, Figure[].class);
    }
    if (!succeeded(process) || figures == null) {
      throw new IOException(path + " failed: run it alone to see why");
    }
    return List.of(figures);
  }

  private static boolean succeeded(Process process) throws IOException {
    try {
      return process.waitFor() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
