package org.nightjar.store;

import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import org.nightjar.async.store.StoreException;

/** A database and its sessions for reading: so many at most, and kept when they are idle. */
final class Database implements AutoCloseable {
  private static final int MAX_READERS = 16;

  private final Dialect dialect;
  private final String name;
  private final Semaphore readers = new Semaphore(MAX_READERS);
  private final ConcurrentLinkedDeque<Session> idle = new ConcurrentLinkedDeque<>();
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
    readers.acquireUninterruptibly();
    try {
      Session session = idle.pollFirst();
      if (session != null) {
        try {
          return readWith(session, query);
        } catch (SQLException e) {
          closeIdle();
        }
      }
      return readWith(connect(), query);
    } catch (SQLException e) {
      throw failure("cannot be read", e);
    } finally {
      readers.release();
    }
  }

  private <T> T readWith(Session session, Use<T> query) throws SQLException {
    try {
      T answer = query.with(session);
      idle.addFirst(session);
      if (closed) {
        closeIdle();
      }
      return answer;
    } catch (SQLException | RuntimeException e) {
      session.close();
      throw e;
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
