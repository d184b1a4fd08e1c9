package org.nightjar;

/**
 * The environment or the library failed: no provider can be used, or a result cannot be trusted.
 * The message says what to do.
 */
public final class NightjarException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NightjarException(String message) {
    super(message);
  }

  public NightjarException(String message, Throwable cause) {
    super(message, cause);
  }
}
