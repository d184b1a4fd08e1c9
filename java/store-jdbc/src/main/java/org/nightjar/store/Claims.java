package org.nightjar.store;

import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.async.store.WritePlan;

/** How a database keeps claims, of which there are millions. */
interface Claims {
  /**
   * Reads claims; in a transaction that will write, so that what is written in it either meets them
   * unchanged or fails.
   *
   * @return those that exist
   */
  Map<Key, Stored> current(Session session, Collection<Key> keys) throws SQLException;

  /**
   * Writes changes of claims, in the transaction that read them with {@link #current} before.
   *
   * @return false if one was not as it was read: then the transaction must be rolled back
   */
  boolean write(Session session, SortedMap<Key, WritePlan.Change> changes) throws SQLException;

  /** See {@link org.nightjar.async.store.Store#prune}. */
  void prune(Database database, GroupCommit commits, Kind kind, long belowHeight)
      throws StoreException;
}
