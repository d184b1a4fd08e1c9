package org.nightjar.store;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.nightjar.async.store.StoreException;

/**
 * The connection that writes; one thread at a time. After a failure it begins again with a new one,
 * so it is well as soon as the database is.
 */
final class Writer implements AutoCloseable {
  private static final int MAX_ATTEMPTS = 100;

  private final Database database;
  private @Nullable Session session;
  private boolean committing;

  Writer(Database database) {
    this.database = database;
  }

  /**
   * Does something in a transaction, which is durable when this returns.
   *
   * @param changes gives null if another process came in between: then it is done again
   */
  <T> T transaction(Database.Use<@Nullable T> changes) throws StoreException {
    for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      T done = attempt(changes);
      if (done != null) {
        return done;
      }
    }
    throw new StoreException("other processes keep changing what is to be written: try again");
  }

  /** One attempt; null if all was rolled back and is worth another. */
  private <T> @Nullable T attempt(Database.Use<@Nullable T> changes) throws StoreException {
    committing = false;
    boolean connected = false;
    try {
      Session current = connected();
      connected = true;
      current.begin();
      T done = changes.with(current);
      if (done == null) {
        current.rollback();
        return null;
      }
      committing = true;
      current.commit();
      return done;
    } catch (SQLException e) {
      close();
      if (connected && database.dialect().isRepeatable(e, committing)) {
        return null;
      }
      throw database.failure("did not write", e);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private Session connected() throws SQLException {
    Session current = session;
    if (current == null) {
      current = database.connect();
      session = current;
    }
    return current;
  }

  @Override
  public void close() {
    if (session != null) {
      session.close();
      session = null;
    }
  }
}
