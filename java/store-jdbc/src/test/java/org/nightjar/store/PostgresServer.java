package org.nightjar.store;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** A PostgreSQL server of the test run's own; see {@code tools/postgres-server.sh}. */
final class PostgresServer implements AutoCloseable {
  private static final Path SCRIPT = Path.of("../../tools/postgres-server.sh");
  private static final int NOT_INSTALLED = 69;
  private static final AtomicInteger SCHEMAS = new AtomicInteger();

  private static @Nullable PostgresServer shared;

  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter commands;
  private final String url;

  private PostgresServer(Process process) throws IOException {
    this.process = process;
    this.answers = process.inputReader();
    this.commands = process.outputWriter();
    this.url = readUrl();
  }

  /**
   * The server that test classes share, until the JVM ends; the test is skipped if there is none.
   */
  static synchronized PostgresServer shared() throws Exception {
    if (shared == null) {
      // Its standard input ends with this JVM.
      shared = start();
    }
    return shared;
  }

  /** Starts a server; the test is skipped if PostgreSQL is not installed. */
  static PostgresServer start() throws Exception {
    Process process =
        new ProcessBuilder("bash", SCRIPT.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      return new PostgresServer(process);
    } catch (IOException e) {
      if (process.waitFor() == NOT_INSTALLED) {
        String skipped = "PostgreSQL IS NOT TESTED: install Debian's package postgresql";
        System.err.println(skipped);
        Assumptions.abort(skipped);
      }
      throw e;
    }
  }

  private String readUrl() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("the PostgreSQL server did not start");
    }
    return line;
  }

  /** The URL of a new empty schema. */
  String newSchema() throws SQLException {
    String name = "s" + SCHEMAS.incrementAndGet();
    execute("CREATE SCHEMA " + name);
    return url + "&currentSchema=" + name;
  }

  String url() {
    return url;
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Ends the server at once; what it did not sync is lost. */
  void crash() throws IOException {
    command("crash");
  }

  /** Starts it again. */
  void restart() throws IOException {
    command("start");
  }

  private void command(String command) throws IOException {
    commands.write(command + "\n");
    commands.flush();
    readUrl();
  }

  @Override
  public void close() throws Exception {
    commands.close();
    process.waitFor();
  }
}
