package org.nightjar.async.lsp;

import java.time.Instant;
import java.util.Optional;
import org.nightjar.async.store.Due;

/**
 * An attempt is out. Nothing is answered upstream before its outcome.
 *
 * @param since when the HTLC came, or was released
 * @param onChain whether the incoming HTLC's channel is closed: there is no next attempt then
 */
record OutPending(Transit transit, Instant since, boolean onChain) implements HtlcState {
  @Override
  public Due due() {
    return Due.NONE;
  }

  @Override
  public Optional<Transit> live() {
    return Optional.of(transit);
  }
}
