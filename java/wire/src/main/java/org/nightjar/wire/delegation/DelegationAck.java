package org.nightjar.wire.delegation;

import org.nightjar.wire.TlvStream;
import org.nightjar.wire.TlvStreamBuilder;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;

/** LSP to payer: what you gave me for your HTLC is durable here. */
public abstract sealed class DelegationAck extends DelegationMessage permits OutboxAck, BookAck {
  private static final long KEPT = 2;

  private final int kept;

  DelegationAck(TlvStream stream) throws WireException {
    super(stream, type -> type == KEPT);
    kept = need(stream, KEPT, "kept", WireReader::u8);
  }

  static TlvStreamBuilder records(byte[] htlc, int kept) {
    return records(htlc).put(KEPT, new WireWriter().u8(kept));
  }

  /** How many entries the LSP keeps, 0 to 255; none if it refused all of them. */
  public final int kept() {
    return kept;
  }
}
