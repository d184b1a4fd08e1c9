package org.nightjar.store;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A program in a JVM of its own, with the class path of this one, that can be killed at any moment.
 * It tells what it did in lines by {@link #say}: a line that the parent reads was said in whole.
 */
public final class ChildJvm implements AutoCloseable {
  private static final String END = ".";

  private final Process process;
  private final BufferedReader lines;
  private final BufferedWriter commands;

  private ChildJvm(Process process) {
    this.process = process;
    this.lines = process.inputReader(StandardCharsets.UTF_8);
    this.commands = process.outputWriter(StandardCharsets.UTF_8);
  }

  /** Starts the main method of a class. */
  public static ChildJvm start(Class<?> main, String... arguments) throws IOException {
    return start(List.of(), Map.of(), System.getProperty("java.class.path"), main, arguments);
  }

  /**
   * Starts the main method of a class.
   *
   * @param launcher what stands before the java command and in the end executes it
   * @param environment variables to add
   */
  public static ChildJvm start(
      List<String> launcher,
      Map<String, String> environment,
      String classPath,
      Class<?> main,
      String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(launcher);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx256m", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", classPath, main.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return new ChildJvm(builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** In the child: says a line, whole or, when it is killed meanwhile, not at all. */
  public static void say(String line) {
    byte[] bytes = (line + END + "\n").getBytes(StandardCharsets.UTF_8);
    synchronized (System.out) {
      System.out.write(bytes, 0, bytes.length);
      System.out.flush();
    }
  }

  /** The next line that the child said; null when it has ended and there are no more. */
  public @Nullable String hear() throws IOException {
    String line = lines.readLine();
    return line == null || !line.endsWith(END) ? null : line.substring(0, line.length() - 1);
  }

  /** Hears the rest of what the child says, until it ends. */
  public List<String> hearAll() throws IOException {
    List<String> all = new ArrayList<>();
    for (String line = hear(); line != null; line = hear()) {
      all.add(line);
    }
    return all;
  }

  /** Writes a line to the child's standard input. */
  public void tell(String line) throws IOException {
    commands.write(line + "\n");
    commands.flush();
  }

  public long pid() {
    return process.pid();
  }

  /** Kills it with SIGKILL: no handler runs, nothing is flushed. */
  public void kill() throws InterruptedException {
    // Process itself would throw away what it said.
    process.toHandle().destroyForcibly();
    process.waitFor();
  }

  /** Waits for its end. */
  public int exitCode() throws InterruptedException {
    return process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
