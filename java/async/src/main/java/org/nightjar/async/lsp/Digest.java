package org.nightjar.async.lsp;

import org.nightjar.Primitives;
import org.nightjar.internal.ByteArrays;

/**
 * What a peer message was, to know it again.
 *
 * @param hex of its SHA-256
 */
record Digest(String hex) {
  static Digest of(Primitives primitives, byte[] message) {
    return new Digest(ByteArrays.hex(primitives.sha256(message)));
  }
}
