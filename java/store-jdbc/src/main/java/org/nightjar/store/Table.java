package org.nightjar.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.nightjar.async.store.Due;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.Stored;

/** The two tables, and what is asked of them; both answer with the columns of a record. */
enum Table {
  /** Kinds that are put. */
  RECORD(
      "nightjar_record", "id, version, value, due_millis, due_height", "due_millis", "due_height"),

  /** Kinds that are claimed; their version is always 1, and they are due at no time. */
  CLAIM(
      "nightjar_claim",
      "id, 1, owner, CAST(NULL AS BIGINT), height",
      "CAST(NULL AS BIGINT)",
      "height");

  /** Parameters: kind, id after which to go on, limit. */
  final String scan;

  /** Parameters: kind, latest time in milliseconds, limit. */
  final String dueByTime;

  /** Parameters: kind, highest block, limit. */
  final String dueByHeight;

  /** Parameters: kind, id. */
  final String load;

  Table(String name, String columns, String time, String height) {
    String select = "SELECT " + columns + " FROM " + name + " WHERE kind = ? AND ";
    load = select + "id = ?";
    scan = select + "id > ? ORDER BY id LIMIT ?";
    dueByTime = select + time + " <= ? ORDER BY " + time + ", id LIMIT ?";
    dueByHeight = select + height + " <= ? ORDER BY " + height + ", id LIMIT ?";
  }

  static Table of(Kind kind) {
    return kind.isClaimed() ? CLAIM : RECORD;
  }

  /** Runs one of the queries above; its first parameter is set here, the others must be set. */
  static List<Stored> query(PreparedStatement statement, Kind kind) throws SQLException {
    statement.setInt(1, kind.number());
    List<Stored> found = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        found.add(read(kind, rows));
      }
    }
    return found;
  }

  /** The record in the current row of a query above. */
  static Stored read(Kind kind, ResultSet row) throws SQLException {
    return new Stored(
        Key.of(kind, bytes(row, 1)),
        row.getLong(2),
        bytes(row, 3),
        new Due(orNever(row, 4), orNever(row, 5)));
  }

  /** The bytes of a column, which damage may have made null. */
  static byte[] bytes(ResultSet row, int column) throws SQLException {
    byte[] bytes = row.getBytes(column);
    if (bytes == null) {
      throw new SQLDataException("the table is damaged: column " + column + " is null");
    }
    return bytes;
  }

  private static long orNever(ResultSet row, int column) throws SQLException {
    long when = row.getLong(column);
    return row.wasNull() ? Due.NEVER : when;
  }
}
