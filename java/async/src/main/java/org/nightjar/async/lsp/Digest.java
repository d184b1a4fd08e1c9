package org.nightjar.async.lsp;

import java.util.HexFormat;
import org.nightjar.Primitives;

/**
 * What a peer message was, to know it again.
 *
 * @param hex of its SHA-256
 */
record Digest(String hex) {
  static Digest of(Primitives primitives, byte[] message) {
    return new Digest(HexFormat.of().formatHex(primitives.sha256(message)));
  }
}
