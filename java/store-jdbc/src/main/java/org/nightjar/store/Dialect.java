package org.nightjar.store;

import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Stored;

/** What is peculiar to a database system. */
interface Dialect {
  /** The name in the files of its schema. */
  String name();

  /** The format that this program writes: the number of those files. */
  int format();

  /** The driver's artifact, for messages. */
  String driver();

  /** Opens a connection on which a commit is durable when it returns. */
  Session connect() throws SQLException;

  /** Keeps other processes from changing the schema while the session is open. */
  void lockSchema(Session session) throws SQLException;

  /**
   * Looks at tables and indexes of records for damage, as far as the system does not itself when it
   * reads them.
   */
  void check(Session session) throws SQLException;

  /** How it keeps claims. */
  Claims claims();

  /**
   * Reads records of kinds that are put in a transaction that will write, so that what is written
   * in it either meets them unchanged or fails.
   *
   * @return those that exist, with their version only
   */
  Map<Key, Stored> versions(Session session, Collection<Key> keys) throws SQLException;

  /**
   * Whether a transaction that failed was certainly rolled back, and may succeed if repeated.
   *
   * @param committing whether it failed while it was committed
   */
  boolean isRepeatable(SQLException failure, boolean committing);

  /** What is wrong and what to do about it. */
  String explain(SQLException failure);
}
