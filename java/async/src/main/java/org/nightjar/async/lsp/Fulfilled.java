package org.nightjar.async.lsp;

import java.util.Optional;
import org.nightjar.AttributionData;
import org.nightjar.async.Preimage;
import org.nightjar.async.store.Due;

/**
 * It is fulfilled upstream.
 *
 * @param attribution what goes upstream with the preimage
 * @param forgetAt height
 */
record Fulfilled(Preimage preimage, Optional<AttributionData> attribution, long forgetAt)
    implements HtlcState {
  @Override
  public Due due() {
    return Due.atHeight(forgetAt);
  }
}
