package org.nightjar.async;

import java.security.SecureRandom;
import org.nightjar.Nightjar;
import org.nightjar.NodeKey;
import org.nightjar.PublicKey;
import org.nightjar.async.store.Store;
import org.nightjar.wire.ChainHash;
import org.nightjar.wire.WireProfile;

/**
 * What every role of a node needs.
 *
 * @param nodeKey stays the caller's to close
 * @param contexts what this node put into blinded paths that it gave out
 * @param random a cryptographic source; a simulation gives a seeded one
 */
public record Environment(
    Nightjar nightjar,
    NodeKey nodeKey,
    PathContexts contexts,
    SecureRandom random,
    Store store,
    Routes routes,
    WireProfile profile,
    ChainHash chain,
    Observer observer) {
  /** The node's id. */
  public PublicKey nodeId() {
    return nodeKey.publicKey();
  }
}
