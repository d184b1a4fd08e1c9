package org.nightjar.async.lsp;

import java.util.Optional;

/**
 * What a payer delegated for an HTLC.
 *
 * @param puts how often it was changed
 * @param outbox the last one, if there was one
 * @param book the last one, if there was one
 */
record Delegated(int puts, Optional<Digest> outbox, Optional<Digest> book) {
  static final Delegated NOTHING = new Delegated(0, Optional.empty(), Optional.empty());

  boolean isNothing() {
    return outbox.isEmpty() && book.isEmpty();
  }

  Delegated withOutbox(Digest digest) {
    return new Delegated(puts + 1, Optional.of(digest), book);
  }

  Delegated withBook(Digest digest) {
    return new Delegated(puts + 1, outbox, Optional.of(digest));
  }
}
