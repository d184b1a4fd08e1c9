package org.nightjar.async.store;

/**
 * The store could not read, or could not make a write durable: a full disk, a failed fsync, a lost
 * connection, a damaged record. What was durable before stays. Nothing may be promised to anyone on
 * the strength of the write that failed.
 */
public final class StoreException extends Exception {
  private static final long serialVersionUID = 1;

  /** With what was wrong and what to do about it. */
  public StoreException(String message) {
    super(message);
  }

  /** With what was wrong, what to do about it, and its cause. */
  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
