package org.nightjar.bench;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A program that measures without Java, and prints an array of figures. */
final class NativeProgram {
  /** The system property that names {@code nightjar_bench}. */
  static final String BENCH = "nightjar.bench.native";

  /** The system property that names {@code tools/count-aarch64.sh}. */
  static final String AARCH64 = "nightjar.bench.aarch64";

  private final List<String> command;

  private NativeProgram(String... command) {
    this.command = List.of(command);
  }

  /** Of bench/native: compares the C core with libsecp256k1 and OpenSSL. */
  static NativeProgram bench(boolean quick) {
    String program = System.getProperty(BENCH, "build/native/bench/native/nightjar_bench");
    return quick
        ? new NativeProgram(program, "--json", "--quick")
        : new NativeProgram(program, "--json");
  }

  /** Counts instructions on 64-bit ARM. */
  static NativeProgram aarch64() {
    return new NativeProgram(System.getProperty(AARCH64, "tools/count-aarch64.sh"));
  }

  boolean exists() {
    return Files.isExecutable(Path.of(command.get(0)));
  }

  /**
   * Runs the program and reads its figures.
   *
   * @throws IOException if it cannot be started or fails
   */
  List<Figure> run() throws IOException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    Figure[] figures;
    try (Reader out = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
      figures = new Gson().fromJson(out, Figure[].class);
    }
    finish(process, toString());
    if (figures == null) {
      throw new IOException(this + " printed no figures");
    }
    return List.of(figures);
  }

  /**
   * Waits for a program to end.
   *
   * @throws IOException if it failed
   */
  static void finish(Process process, String name) throws IOException {
    try {
      if (process.waitFor() != 0) {
        throw new IOException(name + " failed: run it alone to see why");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public String toString() {
    return String.join(" ", command);
  }
}
