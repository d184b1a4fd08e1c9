package org.nightjar.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.nightjar.async.store.Due;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Stored;
import org.nightjar.async.store.WritePlan;

/**
 * Writes what a plan changes. Each statement asks for the row as it was read, so a row that another
 * process changed in between is never written over.
 */
final class Changes {
  private static final String INSERT_RECORD =
      "INSERT INTO nightjar_record (version, due_millis, due_height, value, kind, id)"
          + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
  private static final String UPDATE_RECORD =
      "UPDATE nightjar_record SET version = ?, due_millis = ?, due_height = ?, value = ?"
          + " WHERE kind = ? AND id = ? AND version = ?";
  private static final String DELETE_RECORD =
      "DELETE FROM nightjar_record WHERE kind = ? AND id = ? AND version = ?";

  private final Session session;
  private final Set<PreparedStatement> used = new LinkedHashSet<>();

  private Changes(Session session) {
    this.session = session;
  }

  /**
   * Writes changes of records.
   *
   * @return false if a row was not as it was read: then the transaction must be rolled back
   */
  static boolean write(Session session, SortedMap<Key, WritePlan.Change> changes)
      throws SQLException {
    Changes writing = new Changes(session);
    for (Map.Entry<Key, WritePlan.Change> change : changes.entrySet()) {
      writing.addRecord(change.getKey(), change.getValue());
    }
    return writing.execute();
  }

  private void addRecord(Key key, WritePlan.Change change) throws SQLException {
    Stored before = change.before();
    Stored after = change.after();
    PreparedStatement statement;
    int next = 1;
    if (after == null) {
      statement = session.prepare(DELETE_RECORD);
    } else {
      statement = session.prepare(before == null ? INSERT_RECORD : UPDATE_RECORD);
      statement.setLong(next++, after.version());
      setDue(statement, next++, after.due().epochMillis());
      setDue(statement, next++, after.due().height());
      statement.setBytes(next++, after.value());
    }
    statement.setInt(next++, key.kind().number());
    statement.setBytes(next++, key.id());
    if (before != null) {
      statement.setLong(next, before.version());
    }
    add(statement);
  }

  private static void setDue(PreparedStatement statement, int index, long when)
      throws SQLException {
    if (when == Due.NEVER) {
      statement.setNull(index, Types.BIGINT);
    } else {
      statement.setLong(index, when);
    }
  }

  private void add(PreparedStatement statement) throws SQLException {
    statement.addBatch();
    used.add(statement);
  }

  private boolean execute() throws SQLException {
    boolean all = true;
    for (PreparedStatement statement : used) {
      for (int rows : statement.executeBatch()) {
        all &= rows == 1;
      }
    }
    return all;
  }
}
