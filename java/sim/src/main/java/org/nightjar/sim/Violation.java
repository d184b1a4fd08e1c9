package org.nightjar.sim;

/** An invariant broke. The message has the seed that shows it again. */
public final class Violation extends RuntimeException {
  private static final long serialVersionUID = 1;

  Violation(String message) {
    super(message);
  }
}
