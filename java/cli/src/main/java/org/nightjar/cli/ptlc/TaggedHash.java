package org.nightjar.cli.ptlc;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.nightjar.Nightjar;

/** BIP340's tagged hashes, of what is public. */
final class TaggedHash {
  private TaggedHash() {}

  static byte[] of(Nightjar nightjar, String tag, byte[]... parts) {
    byte[] hash = nightjar.primitives().sha256(tag.getBytes(StandardCharsets.US_ASCII));
    return nightjar.primitives().sha256(Scalars.concat(hash, hash, Scalars.concat(parts)));
  }

  /** The e of BIP340. */
  static BigInteger challenge(Nightjar nightjar, byte[] nonce, byte[] publicKey, byte[] message) {
    return Scalars.reduce(of(nightjar, "BIP0340/challenge", nonce, publicKey, message));
  }
}
