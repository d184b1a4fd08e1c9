package org.nightjar;

import java.util.Optional;

/**
 * Reads, at the payer's LSP, failures of one payment that came from its next hop, before the LSP
 * adds its own layer. Comes from {@link ErrorCapability#bind}. Immutable.
 */
public sealed interface ErrorReader permits RemoteHopReader, AllHopsReader {

  /**
   * Finds which hop failed and what it said.
   *
   * @param packet what the next hop sent
   * @return the hop's index in the payer's onion, where 0 is the LSP, and its message; nothing if
   *     none of the hops that the capability covers made this packet, or it is too long
   */
  Optional<FailureOrigin> read(FailurePacket packet);
}
