package org.nightjar.async.lsp;

import java.nio.charset.StandardCharsets;
import org.nightjar.Primitives;
import org.nightjar.async.AttemptId;
import org.nightjar.async.HtlcId;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.Write;
import org.nightjar.wire.WireWriter;

/** Names of outgoing HTLCs, and the way back from them to the incoming one. */
final class Attempts {
  private static final byte[] TAG = "nightjar forward".getBytes(StandardCharsets.US_ASCII);

  private Attempts() {}

  /**
   * The same for the same incoming HTLC and number, so that asking twice for an outgoing HTLC is as
   * once.
   */
  static AttemptId id(Primitives primitives, HtlcId htlc, int number) {
    byte[] text = new WireWriter().bytes(TAG).bytes(htlc.encode()).u32(number).toBytes();
    return AttemptId.of(primitives.sha256(text));
  }

  static Key key(AttemptId attempt) {
    return Key.of(Kind.ATTEMPT, attempt.toBytes());
  }

  /** Says durably which incoming HTLC an attempt is for. */
  static Write claim(AttemptId attempt, Incoming incoming) {
    return new Write.Claim(key(attempt), incoming.id().encode(), incoming.cltvExpiry());
  }
}
