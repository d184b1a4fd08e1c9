package org.nightjar.async.lsp;

import org.nightjar.wire.TlvStream;
import org.nightjar.wire.WireException;

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

  private static final long CURRENT_PATH_KEY = 12;

  private final int number;

  Position(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  /**
   * By a payload for this node, also one that is malformed otherwise.
   *
   * @param withPathKey whether its layer was peeled with a path key
   */
  static Position of(boolean withPathKey, byte[] payload) {
    return withPathKey ? INNER : hasCurrentPathKey(payload) ? INTRODUCTION : PLAIN;
  }

  private static boolean hasCurrentPathKey(byte[] payload) {
    try {
      return TlvStream.decode(payload).find(CURRENT_PATH_KEY).isPresent();
    } catch (WireException e) {
      return false;
    }
  }
}
