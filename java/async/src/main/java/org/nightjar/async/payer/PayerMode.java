package org.nightjar.async.payer;

/** Who waits for a recipient that sleeps. The numbers are stored: never change one. */
public enum PayerMode {
  /** The payer itself stays online; nothing is locked until the recipient is awake. */
  ALWAYS_ONLINE(1),
  /** The payer's LSP holds the HTLC; the payer may go offline. */
  HOLD_AT_LSP(2),
  /**
   * As {@link #HOLD_AT_LSP}, and the LSP finds the route: the payer need not know the network
   * (bolts#836).
   */
  TRAMPOLINE(3);

  private final int number;

  PayerMode(int number) {
    this.number = number;
  }

  /** Whether the LSP is asked to hold. */
  boolean isHold() {
    return this != ALWAYS_ONLINE;
  }

  int number() {
    return number;
  }
}
