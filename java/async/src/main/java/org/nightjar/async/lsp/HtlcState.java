package org.nightjar.async.lsp;

import java.util.Optional;
import org.nightjar.async.store.Due;

/** Where an incoming HTLC is. */
sealed interface HtlcState
    permits EarlyRelease, Held, AwaitPeer, OutPending, Failing, Fulfilled, OnChain {
  /**
   * Blocks after its expiry when nothing of an HTLC can be asked for any more, also after a reorg:
   * what is resolved is forgotten then, if it was not before.
   */
  int FORGET_BLOCKS = 144;

  /** When it wants attention. */
  Due due();

  /** The HTLC, unless it is resolved, or not committed yet. */
  default Optional<Transit> live() {
    return Optional.empty();
  }

  /** Whether it counts as held. */
  default boolean isHeld() {
    return false;
  }
}
