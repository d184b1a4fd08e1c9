package org.nightjar.ptlc;

import java.nio.charset.StandardCharsets;
import org.nightjar.Nightjar;
import org.nightjar.wire.WireWriter;

/** The scheme's tagged hashes of public data (BIP340 "Design": SHA256(tag), twice, before it). */
enum Hashing {
  LEAF("nightjar/ptlc/leaf"),
  BRANCH("nightjar/ptlc/branch"),
  POOL_CERTIFICATE("nightjar/ptlc/poolcert"),
  ISSUE("nightjar/ptlc/issue"),
  JOURNAL("nightjar/ptlc/journal"),
  PARTS("nightjar/ptlc/parts");

  private final byte[] tag;

  Hashing(String tag) {
    this.tag = tag.getBytes(StandardCharsets.US_ASCII);
  }

  /** The hash of some bytes after each other. */
  Hash32 of(Nightjar nightjar, byte[]... parts) {
    byte[] prefix = nightjar.primitives().sha256(tag);
    WireWriter all = new WireWriter().bytes(prefix).bytes(prefix);
    for (byte[] part : parts) {
      all.bytes(part);
    }
    return Hash32.of(nightjar.primitives().sha256(all.toBytes()));
  }
}
