package org.nightjar.wire.async;

import org.nightjar.wire.TlvStream;
import org.nightjar.wire.TlvStreamBuilder;
import org.nightjar.wire.WireException;

/**
 * {@code release_held_htlc}, recipient to whoever holds the HTLC, over the reply path of {@link
 * HeldHtlcAvailable}: I am there, send it. Which HTLC it is, the path tells. It may come several
 * times, and before the HTLC is committed.
 */
public final class ReleaseHeldHtlc extends AsyncMessage {
  ReleaseHeldHtlc(TlvStream stream) throws WireException {
    super(AsyncKind.RELEASE_HELD_HTLC, stream, type -> false);
  }

  /** The message. */
  public static ReleaseHeldHtlc create() {
    return valid(() -> new ReleaseHeldHtlc(new TlvStreamBuilder().build()));
  }
}
