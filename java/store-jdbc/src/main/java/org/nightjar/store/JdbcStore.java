package org.nightjar.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.Outcome;
import org.nightjar.async.store.Store;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.async.store.Write;

/** Records in SQLite or PostgreSQL; the package says what each promises. Thread-safe. */
public final class JdbcStore implements Store {
  private final Database database;
  private final GroupCommit commits;

  private JdbcStore(Database database) {
    this.database = database;
    this.commits = new GroupCommit(database);
  }

  /**
   * Opens a SQLite database, and makes it if there is none, for this user alone to read.
   *
   * @param file on a local disk, in a folder that exists
   * @throws StoreException if it cannot be opened, is damaged, or a newer program wrote it
   */
  public static JdbcStore open(Path file) throws StoreException {
    Path absolute = file.toAbsolutePath();
    FileAttribute<?>[] own =
        FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    try {
      Files.createFile(absolute, own);
    } catch (FileAlreadyExistsException e) {
      // Then it is opened as it is.
    } catch (IOException e) {
      throw new StoreException(
          "store "
              + absolute
              + " cannot be made: the folder must exist and be writable ("
              + e
              + ")",
          e);
    }
    // As a URI, so that no character of the path means anything else.
    return open(Sqlite.URL_PREFIX + "file:" + absolute.toUri().getRawPath());
  }

  /**
   * Opens a database by its JDBC URL.
   *
   * @param url {@code jdbc:sqlite:FILE} or {@code jdbc:postgresql://HOST/DATABASE?user=...}
   * @throws StoreException if it cannot be opened, or a newer program wrote it
   */
  public static JdbcStore open(String url) throws StoreException {
    // Parameters may hold a password.
    String name = url.replaceFirst("\\?.*", "");
    return open(dialect(url, name), url, name);
  }

  /** Opens a database of a dialect; the name is for messages. */
  static JdbcStore open(Dialect dialect, String url, String name) throws StoreException {
    try {
      DriverManager.getDriver(url);
    } catch (SQLException e) {
      throw new StoreException(
          "there is no JDBC driver for "
              + name
              + ": put "
              + dialect.driver()
              + " on the class path",
          e);
    }
    Database database = new Database(dialect, name);
    try (Session session = database.connect()) {
      Schema.of(dialect).migrate(dialect, session);
      dialect.check(session);
    } catch (SQLException e) {
      throw database.failure("cannot be opened", e);
    }
    return new JdbcStore(database);
  }

  private static Dialect dialect(String url, String name) throws StoreException {
    if (url.startsWith(Sqlite.URL_PREFIX)) {
      return new Sqlite(url);
    }
    if (url.startsWith(Postgres.URL_PREFIX)) {
      return new Postgres(url);
    }
    throw new StoreException(
        "no store can be opened by " + name + ": use jdbc:sqlite:... or jdbc:postgresql://...");
  }

  @Override
  public Optional<Stored> load(Key key) throws StoreException {
    return database.read(
        session -> {
          if (key.kind().isClaimed()) {
            Claims claims = database.dialect().claims();
            return Optional.ofNullable(claims.current(session, List.of(key)).get(key));
          }
          PreparedStatement load = session.prepare(Table.RECORD.load);
          load.setBytes(2, key.id());
          return Table.query(load, key.kind()).stream().findFirst();
        });
  }

  @Override
  public List<Stored> scan(Kind kind, @Nullable Key after, int limit) throws StoreException {
    return database.read(
        session -> {
          PreparedStatement scan = session.prepare(Table.of(kind).scan);
          scan.setBytes(2, after == null ? new byte[0] : after.id());
          scan.setInt(3, limit);
          return Table.query(scan, kind);
        });
  }

  @Override
  public List<Stored> due(Kind kind, Instant now, int limit) throws StoreException {
    return dueBy(Table.of(kind).dueByTime, kind, now.toEpochMilli(), limit);
  }

  @Override
  public List<Stored> dueAtHeight(Kind kind, long height, int limit) throws StoreException {
    return dueBy(Table.of(kind).dueByHeight, kind, height, limit);
  }

  private List<Stored> dueBy(String query, Kind kind, long latest, int limit)
      throws StoreException {
    return database.read(
        session -> {
          PreparedStatement due = session.prepare(query);
          due.setLong(2, latest);
          due.setInt(3, limit);
          return Table.query(due, kind);
        });
  }

  @Override
  public List<Outcome> write(List<List<Write>> batches) throws StoreException {
    return batches.isEmpty() ? List.of() : commits.write(batches);
  }

  @Override
  public void prune(Kind kind, long belowHeight) throws StoreException {
    database.dialect().claims().prune(database, commits, kind, belowHeight);
  }

  @Override
  public void close() {
    database.close();
    commits.close();
  }
}
