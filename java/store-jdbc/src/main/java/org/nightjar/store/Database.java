package org.nightjar.store;

import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.nightjar.async.store.StoreException;

/** A database and its sessions for reading; sessions that are idle wait for the next reader. */
final class Database implements AutoCloseable {
  private static final int MAX_IDLE = 8;

  private final Dialect dialect;
  private final String name;
  private final ConcurrentLinkedQueue<Session> idle = new ConcurrentLinkedQueue<>();
  private volatile boolean closed;

  /**
   * A database that is not yet connected to.
   *
   * @param name for messages: without a password
   */
  Database(Dialect dialect, String name) {
    this.dialect = dialect;
    this.name = name;
  }

  /** What is done with a session. */
  interface Use<T> {
    T with(Session session) throws SQLException;
  }

  Dialect dialect() {
    return dialect;
  }

  /**
   * Reads, each statement from one consistent state. A session that went bad while it was idle
   * costs nothing but a new one.
   */
  <T> T read(Use<T> query) throws StoreException {
    Session session = idle.poll();
    if (session != null) {
      try {
        return readWith(session, query);
      } catch (SQLException e) {
        closeIdle();
      }
    }
    try {
      return readWith(connect(), query);
    } catch (SQLException e) {
      throw failure("cannot be read", e);
    }
  }

  private <T> T readWith(Session session, Use<T> query) throws SQLException {
    T answer;
    try {
      answer = query.with(session);
    } catch (SQLException | RuntimeException e) {
      session.close();
      throw e;
    }
    release(session);
    return answer;
  }

  private void release(Session session) {
    if (idle.size() < MAX_IDLE) {
      idle.add(session);
    } else {
      session.close();
    }
    if (closed) {
      closeIdle();
    }
  }

  /** A new session, which is the caller's to close. */
  Session connect() throws SQLException {
    if (closed) {
      throw new SQLException("the store has been closed");
    }
    return dialect.connect();
  }

  /** What to throw when the database failed. */
  StoreException failure(String what, SQLException cause) {
    String explanation = dialect.explain(cause);
    return new StoreException(
        "store "
            + name
            + " "
            + what
            + ": "
            + (explanation.isEmpty() ? "" : explanation + " ")
            + "("
            + cause.getMessage()
            + ")",
        cause);
  }

  /** Closes what is idle, and lets nobody connect any more. */
  @Override
  public void close() {
    closed = true;
    closeIdle();
  }

  private void closeIdle() {
    for (Session session = idle.poll(); session != null; session = idle.poll()) {
      session.close();
    }
  }
}
