package org.nightjar.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.nightjar.async.store.Due;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.Stored;

/**
 * PostgreSQL. A transaction sees one snapshot ({@code REPEATABLE READ}) and locks the records that
 * it may change, in the order of their keys. The server refuses a change of what another process
 * changed since, and an insert that another process made first inserts nothing: either way the
 * transaction is repeated.
 */
final class Postgres implements Dialect {
  static final String URL_PREFIX = "jdbc:postgresql:";

  private static final byte[] NO_VALUE = {};
  private static final long SCHEMA_LOCK = 0x6e696768746a6172L;
  private static final String VERSIONS =
      "SELECT id, version FROM nightjar_record WHERE kind = ? AND id = ANY (?)"
          + " ORDER BY id FOR UPDATE";

  private final String url;
  private final Claims claims = new PostgresClaims();

  Postgres(String url) {
    this.url = url;
  }

  @Override
  public String name() {
    return "postgresql";
  }

  @Override
  public int format() {
    return 1;
  }

  @Override
  public String driver() {
    return "org.postgresql:postgresql";
  }

  @Override
  public Session connect() throws SQLException {
    // What the URL says comes before these.
    Properties properties = new Properties();
    properties.setProperty("ApplicationName", "nightjar");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("socketTimeout", "60");
    Session session = new Session(DriverManager.getConnection(url, properties));
    try {
      session.connection().setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      if (setting(session, "fsync").equals("off")) {
        throw new SQLException("the server runs with fsync=off and may lose what it acknowledged");
      }
      if (setting(session, "synchronous_commit").equals("off")) {
        session.execute("SET synchronous_commit TO on");
      }
      return session;
    } catch (SQLException e) {
      session.close();
      throw e;
    }
  }

  /** A setting of the server; empty if it has none of that name. */
  private static String setting(Session session, String name) throws SQLException {
    PreparedStatement query = session.prepare("SELECT COALESCE(current_setting(?, true), '')");
    query.setString(1, name);
    try (ResultSet row = query.executeQuery()) {
      row.next();
      return row.getString(1);
    }
  }

  @Override
  public void lockSchema(Session session) throws SQLException {
    session.execute("SELECT pg_advisory_lock(" + SCHEMA_LOCK + ")");
  }

  @Override
  public void check(Session session) {
    // The server's own checksums of pages (initdb --data-checksums) are checked at each read.
  }

  @Override
  public Claims claims() {
    return claims;
  }

  @Override
  public Map<Key, Stored> versions(Session session, Collection<Key> keys) throws SQLException {
    Map<Key, Stored> versions = new HashMap<>();
    PreparedStatement query = session.prepare(VERSIONS);
    for (Map.Entry<Kind, List<byte[]>> entry : byKind(keys).entrySet()) {
      query.setInt(1, entry.getKey().number());
      query.setArray(2, array(session, entry.getValue()));
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          Key key = Key.of(entry.getKey(), row.getBytes(1));
          versions.put(key, new Stored(key, row.getLong(2), NO_VALUE, Due.NONE));
        }
      }
    }
    return versions;
  }

  /** The ids of keys, by kind in the order of {@link Kind}. */
  static Map<Kind, List<byte[]>> byKind(Collection<Key> keys) {
    Map<Kind, List<byte[]>> ids = new EnumMap<>(Kind.class);
    keys.forEach(key -> ids.computeIfAbsent(key.kind(), kind -> new ArrayList<>()).add(key.id()));
    return ids;
  }

  static Array array(Session session, List<byte[]> elements) throws SQLException {
    return session.connection().createArrayOf("bytea", elements.toArray(new byte[0][]));
  }

  /** SQL states: 40 is a rollback, 08 a lost connection, 57P01 to 57P03 a server that stops. */
  @Override
  public boolean isRepeatable(SQLException failure, boolean committing) {
    String state = String.valueOf(failure.getSQLState());
    return state.startsWith("40") && !state.equals("40003")
        || !committing && (state.startsWith("08") || state.startsWith("57P0"));
  }

  @Override
  public String explain(SQLException failure) {
    String state = String.valueOf(failure.getSQLState());
    return switch (state) {
      case "28P01", "28000" -> "the user name or the password is refused";
      case "3D000" -> "there is no database of that name";
      case "42501" -> "this user lacks the right: it must own the tables, or may make them";
      case "25006" -> "the server is read-only: connect to the primary";
      case "53100" -> "the server's disk is full: make room, then writes go on";
      case "53300" -> "the server has too many connections";
      default ->
          state.startsWith("08") || state.startsWith("57P0")
              ? "the server cannot be reached, or went away: see that it runs"
              : "";
    };
  }
}
