package org.nightjar.store;

import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;

/** What is peculiar to a database system. */
interface Dialect {
  /** The name in the files of its schema. */
  String name();

  /** The driver's artifact, for messages. */
  String driver();

  /** Opens a connection on which a commit is durable when it returns. */
  Session connect() throws SQLException;

  /** Keeps other processes from changing the schema while the session is open. */
  void lockSchema(Session session) throws SQLException;

  /**
   * The condition that a claim has an id.
   *
   * @param parameter the number of the id among the statement's parameters, from 1
   */
  String sameClaim(int parameter);

  /** See {@link org.nightjar.async.store.Store#prune}. */
  void prune(Database database, GroupCommit commits, Kind kind, long belowHeight)
      throws StoreException;

  /**
   * Reads the records under keys in a transaction that will write, so that whatever is written in
   * it either meets them unchanged or fails.
   *
   * @return those that exist; of a kind that is put, with their version only
   */
  Map<Key, Stored> current(Session session, Collection<Key> keys) throws SQLException;

  /**
   * Whether a transaction that failed was certainly rolled back, and may succeed if repeated.
   *
   * @param committing whether it failed while it was committed
   */
  boolean isRepeatable(SQLException failure, boolean committing);

  /** What is wrong and what to do about it. */
  String explain(SQLException failure);
}
