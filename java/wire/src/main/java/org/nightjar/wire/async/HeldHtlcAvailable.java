package org.nightjar.wire.async;

import org.nightjar.wire.TlvStream;
import org.nightjar.wire.TlvStreamBuilder;
import org.nightjar.wire.WireException;

/**
 * {@code held_htlc_available}, payer to recipient over a path of the static invoice: an HTLC for
 * you is held, answer when you are there. The reply path leads to whoever holds it. There may be
 * several for one HTLC.
 */
public final class HeldHtlcAvailable extends AsyncMessage {
  HeldHtlcAvailable(TlvStream stream) throws WireException {
    super(AsyncKind.HELD_HTLC_AVAILABLE, stream, type -> false);
  }

  /** The message. */
  public static HeldHtlcAvailable create() {
    return valid(() -> new HeldHtlcAvailable(new TlvStreamBuilder().build()));
  }
}
