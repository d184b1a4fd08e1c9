package org.nightjar.async.lsp;

import java.util.Optional;
import org.nightjar.SharedSecret;

/**
 * How an onion's sender is answered.
 *
 * @param secret of the onion that came with the HTLC
 * @param inner of the trampoline onion in it, if this node is a trampoline node and can read it
 */
record Upstream(Position position, SharedSecret secret, Optional<SharedSecret> inner) {
  /** Without trampoline. */
  static Upstream of(Position position, SharedSecret secret) {
    return new Upstream(position, secret, Optional.empty());
  }
}
