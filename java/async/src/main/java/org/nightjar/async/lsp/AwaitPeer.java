package org.nightjar.async.lsp;

import java.time.Instant;
import java.util.Optional;
import org.nightjar.PublicKey;
import org.nightjar.async.store.Due;

/**
 * It may go on, but the next peer is not there.
 *
 * @param nextPeer whom it waits for
 * @param since when it came, or was released
 * @param until when the wait ends
 */
record AwaitPeer(Transit transit, PublicKey nextPeer, Instant since, Instant until)
    implements HtlcState {
  @Override
  public Due due() {
    return Due.at(until);
  }

  @Override
  public Optional<Transit> live() {
    return Optional.of(transit);
  }

  @Override
  public boolean isHeld() {
    return transit.incoming().hold();
  }
}
