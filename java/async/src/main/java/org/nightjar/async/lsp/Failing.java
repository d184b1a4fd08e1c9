package org.nightjar.async.lsp;

import java.time.Instant;
import java.util.Optional;
import org.nightjar.async.HtlcFailure;
import org.nightjar.async.store.Due;

/**
 * It fails, or failed, upstream.
 *
 * @param at when to say so; empty once it was time
 * @param forgetAt height
 * @param again what is needed to know the onion again, if the peer may send it again
 */
record Failing(
    HtlcFailure failure, Optional<Instant> at, long forgetAt, Optional<Retransmission> again)
    implements HtlcState {
  @Override
  public Due due() {
    Due height = Due.atHeight(forgetAt);
    return at.map(time -> Due.at(time).orHeight(forgetAt)).orElse(height);
  }

  Failing said() {
    return new Failing(failure, Optional.empty(), forgetAt, again);
  }
}
