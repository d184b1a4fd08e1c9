package org.nightjar.async.lsp;

import java.time.Instant;
import org.nightjar.PublicKey;
import org.nightjar.async.store.Due;

/**
 * The release came before the HTLC was committed: the recipient was there, and fast.
 *
 * @param peer who adds the HTLC
 * @param until when it is forgotten if the HTLC does not come
 */
record EarlyRelease(PublicKey peer, Instant until) implements HtlcState {
  @Override
  public Due due() {
    return Due.at(until);
  }
}
