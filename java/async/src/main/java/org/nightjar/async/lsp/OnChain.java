package org.nightjar.async.lsp;

import org.nightjar.async.store.Due;

/**
 * Its channel is closed: the chain resolves it. Nothing goes out for it any more.
 *
 * @param forgetAt height
 */
record OnChain(long forgetAt) implements HtlcState {
  @Override
  public Due due() {
    return Due.atHeight(forgetAt);
  }
}
