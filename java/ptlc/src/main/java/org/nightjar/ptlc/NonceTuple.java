package org.nightjar.ptlc;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.wire.WireWriter;

/**
 * The nonce points of an index.
 *
 * @param index 0 to 2^32 - 1
 * @param nonces nu of them
 */
public record NonceTuple(EpochId epoch, long index, List<PublicKey> nonces) {
  /** Keeps a copy of the list. */
  public NonceTuple {
    nonces = List.copyOf(nonces);
  }

  /** The leaf of the pool's Merkle tree: {@code H(epoch | u32 index | u16 nu | nonces)}. */
  Hash32 leaf(Nightjar nightjar) {
    WireWriter points = new WireWriter().u32(index).u16(nonces.size());
    nonces.forEach(nonce -> points.bytes(nonce.toBytes()));
    return Hashing.LEAF.of(nightjar, epoch.raw(), points.toBytes());
  }

  /**
   * Whether all nonces are points, no two are equal or each other's negatives, and none is the
   * payee's: what a recipient makes is so but for a chance of 2^-250.
   */
  boolean isSound(Nightjar nightjar, XOnlyKey payee) {
    Set<XOnlyKey> seen = new HashSet<>(Set.of(payee));
    return nonces.stream()
        .allMatch(nonce -> seen.add(XOnlyKey.of(nonce.toXOnly())) && nightjar.isValid(nonce));
  }

  /** Nonce by nonce out of their bytes. */
  static NonceTuple of(EpochId epoch, long index, byte[] points) throws RefusalException {
    PublicKey[] nonces = new PublicKey[points.length / PublicKey.LENGTH];
    for (int i = 0; i < nonces.length; i++) {
      int from = i * PublicKey.LENGTH;
      RefusalException.refuseIf(points[from] != 2 && points[from] != 3, Refusal.ERR_NONCE);
      nonces[i] = PublicKey.of(Arrays.copyOfRange(points, from, from + PublicKey.LENGTH));
    }
    return new NonceTuple(epoch, index, List.of(nonces));
  }
}
