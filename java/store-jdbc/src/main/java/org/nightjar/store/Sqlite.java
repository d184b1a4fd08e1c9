package org.nightjar.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.regex.Pattern;
import org.nightjar.async.store.Due;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Stored;

/**
 * SQLite: a write-ahead log that is synced at each commit, and one writer at a time. A transaction
 * takes the write lock at its beginning, so what it reads stays until it ends, whichever process
 * the others are.
 */
final class Sqlite implements Dialect {
  static final String URL_PREFIX = "jdbc:sqlite:";

  private static final Pattern BUSY_TIMEOUT = Pattern.compile("[?&]busy_timeout=");
  private static final int BUSY_MILLIS = 10_000;
  private static final int CACHE_KIBIBYTES = 64 * 1024;

  // 256 MiB: the log is copied into the file so seldom that pages which changed often are copied
  // once.
  private static final int CHECKPOINT_PAGES = 65_536;
  private static final byte[] NO_VALUE = {};
  private static final String VERSION =
      "SELECT version FROM nightjar_record WHERE kind = ? AND id = ?";

  // For the check only, which reads all pages in an order that is none on the disk: the system then
  // reads ahead. Nothing but SQLite may open the file: closing it again would drop SQLite's locks.
  private static final String MAPPED = "PRAGMA mmap_size = " + (1L << 40);
  private static final String CHECK = "PRAGMA integrity_check(nightjar_record)";

  // Primary result codes, https://sqlite.org/rescode.html.
  private static final int BUSY = 5;
  private static final int LOCKED = 6;
  private static final int READONLY = 8;
  private static final int IOERR = 10;
  private static final int CORRUPT = 11;
  private static final int FULL = 13;
  private static final int CANTOPEN = 14;
  private static final int NOTADB = 26;

  // None of SQLite's.
  private static final int DAMAGED_LOG = 0xff;

  private final String url;
  private final Claims claims;
  private volatile boolean logChecked;

  Sqlite(String url) {
    this(url, SqliteClaims.RUN);
  }

  /** With shorter runs of claims, for tests. */
  Sqlite(String url, int run) {
    this.url = url;
    this.claims = new SqliteClaims(run);
  }

  @Override
  public String name() {
    return "sqlite";
  }

  @Override
  public int format() {
    return 2;
  }

  @Override
  public String driver() {
    return "org.xerial:sqlite-jdbc";
  }

  @Override
  public Session connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("transaction_mode", "IMMEDIATE");
    // The driver lets properties come before what the URL says.
    if (!BUSY_TIMEOUT.matcher(url).find()) {
      properties.setProperty("busy_timeout", Integer.toString(BUSY_MILLIS));
    }
    Connection connection = DriverManager.getConnection(url, properties);
    Session session = new Session(connection);
    try (Statement statement = connection.createStatement()) {
      checkLog(statement);
      try (ResultSet mode = statement.executeQuery("PRAGMA journal_mode = WAL")) {
        if (!mode.next() || !mode.getString(1).equals("wal")) {
          throw new SQLException("no write-ahead log is possible here: use a file on a local disk");
        }
      }
      statement.execute("PRAGMA synchronous = FULL");
      statement.execute("PRAGMA fullfsync = ON");
      statement.execute("PRAGMA cache_size = -" + CACHE_KIBIBYTES);
      statement.execute("PRAGMA wal_autocheckpoint = " + CHECKPOINT_PAGES);
      return session;
    } catch (SQLException e) {
      session.close();
      throw e;
    }
  }

  /** Before SQLite reads the log: a log that it takes for cut short is gone once that is closed. */
  private void checkLog(Statement statement) throws SQLException {
    if (logChecked) {
      return;
    }
    try (ResultSet main = statement.executeQuery("PRAGMA database_list")) {
      main.next();
      Path log = Path.of(main.getString(3) + "-wal");
      OptionalLong damage = WriteAheadLog.damage(log);
      if (damage.isPresent()) {
        throw new SQLException(log + ", from byte " + damage.getAsLong(), null, DAMAGED_LOG);
      }
    } catch (IOException e) {
      throw new SQLException(e.toString(), null, IOERR);
    }
    logChecked = true;
  }

  @Override
  public void lockSchema(Session session) {
    // A transaction has the write lock of the whole database from its beginning.
  }

  /**
   * What the key of a record and its due time and height are lies in the indexes too: where a bit
   * flipped in one of the two they differ. What a record holds has its own checksum.
   */
  @Override
  public void check(Session session) throws SQLException {
    session.execute(MAPPED);
    try (ResultSet found = session.prepare(CHECK).executeQuery()) {
      found.next();
      if (!found.getString(1).equals("ok")) {
        throw new SQLException(found.getString(1), null, CORRUPT);
      }
    }
  }

  @Override
  public Claims claims() {
    return claims;
  }

  @Override
  public Map<Key, Stored> versions(Session session, Collection<Key> keys) throws SQLException {
    PreparedStatement version = session.prepare(VERSION);
    Map<Key, Stored> versions = new HashMap<>();
    for (Key key : keys) {
      version.setInt(1, key.kind().number());
      version.setBytes(2, key.id());
      try (ResultSet row = version.executeQuery()) {
        if (row.next()) {
          versions.put(key, new Stored(key, row.getLong(1), NO_VALUE, Due.NONE));
        }
      }
    }
    return versions;
  }

  @Override
  public boolean isRepeatable(SQLException failure, boolean committing) {
    return false;
  }

  @Override
  public String explain(SQLException failure) {
    return switch (failure.getErrorCode() & 0xff) {
      case BUSY, LOCKED -> "another process keeps it locked: end that process";
      case READONLY -> "it cannot be written: check the permissions of the file and its folder";
      case IOERR ->
          "the disk cannot be read or written: check the disk; nothing acknowledged is lost";
      case CORRUPT ->
          "the file is damaged: check the disk, and mend the file with sqlite3's .recover";
      case FULL -> "the disk is full: make room, then writes go on";
      case CANTOPEN -> "it cannot be opened: the folder must exist, and this user must own it";
      case DAMAGED_LOG ->
          "its log is damaged: check the disk, and copy both files before any program opens"
              + " them; what was acknowledged since is in the log alone";
      case NOTADB -> "this file is not a SQLite database";
      default -> "";
    };
  }
}
