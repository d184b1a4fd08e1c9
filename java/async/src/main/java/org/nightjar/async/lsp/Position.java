package org.nightjar.async.lsp;

/**
 * Where this node stands to a blinded path, which decides how it may fail an HTLC. The numbers are
 * stored: never change one.
 */
enum Position {
  /** Outside of one. */
  PLAIN(0),
  /** The first node of one: it answers for all behind it. */
  INTRODUCTION(1),
  /** Behind the first node of one. */
  INNER(2);

  private final int number;

  Position(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
