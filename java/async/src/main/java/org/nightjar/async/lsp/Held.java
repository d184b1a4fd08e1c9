package org.nightjar.async.lsp;

import java.time.Instant;
import java.util.Optional;
import org.nightjar.async.store.Due;

/**
 * It waits for the recipient.
 *
 * @param giveUpAt height at which it fails
 * @param retryAt when it goes on without another release: it was released, an attempt failed, and
 *     the payer wants the next one not before this
 */
record Held(Transit transit, long giveUpAt, Optional<Instant> retryAt) implements HtlcState {
  @Override
  public Due due() {
    Due height = Due.atHeight(giveUpAt);
    return retryAt.map(time -> Due.at(time).orHeight(giveUpAt)).orElse(height);
  }

  @Override
  public Optional<Transit> live() {
    return Optional.of(transit);
  }

  @Override
  public boolean isHeld() {
    return true;
  }
}
