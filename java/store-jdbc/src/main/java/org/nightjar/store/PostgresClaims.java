package org.nightjar.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.async.store.WritePlan;

/** Claims of PostgreSQL, found by their primary key; many travel in one statement. */
final class PostgresClaims implements Claims {
  private static final String CURRENT =
      "SELECT id, 1, owner, CAST(NULL AS BIGINT), height FROM nightjar_claim"
          + " WHERE kind = ? AND id = ANY (?)";
  private static final String INSERT =
      "INSERT INTO nightjar_claim (kind, id, owner, height)"
          + " SELECT * FROM unnest(?, ?, ?, ?) ON CONFLICT DO NOTHING";
  private static final String UPDATE =
      "UPDATE nightjar_claim SET owner = ?, height = ? WHERE kind = ? AND id = ?";
  private static final String DELETE = "DELETE FROM nightjar_claim WHERE kind = ? AND id = ?";
  private static final String PRUNE = "DELETE FROM nightjar_claim WHERE kind = ? AND height < ?";

  @Override
  public Map<Key, Stored> current(Session session, Collection<Key> keys) throws SQLException {
    Map<Key, Stored> current = new HashMap<>();
    PreparedStatement query = session.prepare(CURRENT);
    for (Map.Entry<Kind, List<byte[]>> entry : Postgres.byKind(keys).entrySet()) {
      query.setArray(2, Postgres.array(session, entry.getValue()));
      Table.query(query, entry.getKey()).forEach(claim -> current.put(claim.key(), claim));
    }
    return current;
  }

  @Override
  public boolean write(Session session, SortedMap<Key, WritePlan.Change> changes)
      throws SQLException {
    List<Stored> made = new ArrayList<>();
    boolean all = true;
    for (Map.Entry<Key, WritePlan.Change> change : changes.entrySet()) {
      Stored after = change.getValue().after();
      if (change.getValue().before() == null) {
        made.add(after);
      } else if (after == null) {
        all &= execute(session.prepare(DELETE), 1, change.getKey());
      } else {
        PreparedStatement update = session.prepare(UPDATE);
        update.setBytes(1, after.value());
        update.setLong(2, after.due().height());
        all &= execute(update, 3, change.getKey());
      }
    }
    return all && (made.isEmpty() || insert(session, made));
  }

  private static boolean insert(Session session, List<Stored> made) throws SQLException {
    PreparedStatement insert = session.prepare(INSERT);
    insert.setObject(1, made.stream().mapToInt(claim -> claim.key().kind().number()).toArray());
    insert.setArray(
        2, Postgres.array(session, made.stream().map(claim -> claim.key().id()).toList()));
    insert.setArray(3, Postgres.array(session, made.stream().map(Stored::value).toList()));
    insert.setObject(4, made.stream().mapToLong(claim -> claim.due().height()).toArray());
    return insert.executeUpdate() == made.size();
  }

  private static boolean execute(PreparedStatement change, int next, Key key) throws SQLException {
    change.setInt(next, key.kind().number());
    change.setBytes(next + 1, key.id());
    return change.executeUpdate() == 1;
  }

  /** On a connection of its own: here no writer waits for another's rows. */
  @Override
  public void prune(Database database, GroupCommit commits, Kind kind, long belowHeight)
      throws StoreException {
    try (Writer writer = new Writer(database)) {
      writer.transaction(
          session -> {
            PreparedStatement prune = session.prepare(PRUNE);
            prune.setInt(1, kind.number());
            prune.setLong(2, belowHeight);
            return prune.executeUpdate();
          });
    }
  }
}
