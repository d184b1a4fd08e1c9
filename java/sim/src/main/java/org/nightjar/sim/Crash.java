package org.nightjar.sim;

/** A simulated crash: leaves the code of a node wherever it is. */
final class Crash extends RuntimeException {
  private static final long serialVersionUID = 1;

  Crash() {
    super("simulated crash", null, false, false);
  }
}
