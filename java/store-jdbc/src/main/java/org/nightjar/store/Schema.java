package org.nightjar.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.nightjar.async.store.StoreException;

/**
 * The tables and their format. Step n brings a database from format n - 1 to n; a new database has
 * format 0. A step that has been released never changes.
 *
 * @param steps SQL statements that end in semicolons at ends of lines
 */
record Schema(List<String> steps) {
  /** The steps of a dialect up to the format that this program writes. */
  static Schema of(Dialect dialect) {
    return new Schema(
        IntStream.rangeClosed(1, dialect.format())
            .mapToObj(format -> resource(dialect.name() + "-" + format + ".sql"))
            .toList());
  }

  private static String resource(String name) {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                Schema.class.getResourceAsStream(name), StandardCharsets.UTF_8))) {
      return in.lines().collect(Collectors.joining("\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Brings a database to the format of the last step, whole or not at all.
   *
   * @param session a new one, to be closed after this
   * @throws StoreException if a newer program wrote the database, or it is damaged
   */
  void migrate(Dialect dialect, Session session) throws SQLException, StoreException {
    dialect.lockSchema(session);
    session.begin();
    int format = format(session);
    if (format < 0) {
      throw new StoreException("the store is damaged: it says that its format is " + format);
    }
    if (format > steps.size()) {
      throw new StoreException(
          "the store has format "
              + format
              + ", this program knows formats up to "
              + steps.size()
              + ": use the newer program that wrote it");
    }
    for (String step : steps.subList(format, steps.size())) {
      for (String statement : step.split(";\\s*\n")) {
        session.execute(statement);
      }
    }
    if (format < steps.size()) {
      write(session, steps.size());
    }
    session.commit();
  }

  private static int format(Session session) throws SQLException {
    session.execute("CREATE TABLE IF NOT EXISTS nightjar_meta (format INTEGER NOT NULL)");
    try (ResultSet row = session.prepare("SELECT MAX(format) FROM nightjar_meta").executeQuery()) {
      row.next();
      return row.getInt(1);
    }
  }

  private static void write(Session session, int format) throws SQLException {
    session.execute("DELETE FROM nightjar_meta");
    PreparedStatement insert = session.prepare("INSERT INTO nightjar_meta (format) VALUES (?)");
    insert.setInt(1, format);
    insert.executeUpdate();
  }
}
