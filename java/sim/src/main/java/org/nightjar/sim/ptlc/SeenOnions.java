package org.nightjar.sim.ptlc;

import java.util.Arrays;
import java.util.Optional;
import org.nightjar.Nightjar;
import org.nightjar.SharedSecret;
import org.nightjar.async.IncomingPtlc;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.Store;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.async.store.Write;

/** Onions of PTLCs that a node acted on: nobody may send one twice (BOLT 4). */
final class SeenOnions {
  private SeenOnions() {}

  /** Takes an onion for a PTLC, until it expires. */
  static Write.Claim claim(Nightjar nightjar, SharedSecret secret, IncomingPtlc ptlc) {
    byte[] key = nightjar.primitives().sha256(secret.exposeSecretBytes());
    return new Write.Claim(Key.of(Kind.REPLAY, key), ptlc.id().encode(), ptlc.cltvExpiry());
  }

  /** Whether another PTLC took it. */
  static boolean isReplay(Store store, Write.Claim claim) throws StoreException {
    Optional<Stored> before = store.load(claim.key());
    return before.isPresent() && !Arrays.equals(before.get().value(), claim.owner());
  }
}
