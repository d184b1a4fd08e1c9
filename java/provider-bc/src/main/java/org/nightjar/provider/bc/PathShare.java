package org.nightjar.provider.bc;

import java.math.BigInteger;
import org.bouncycastle.math.ec.ECPoint;
import org.jspecify.annotations.Nullable;

/** What a node shares with the maker of a blinded path (BOLT 4 "Route Blinding"). */
final class PathShare {
  private final ECPoint pathKey;
  private final byte[] sharedSecret;

  private PathShare(ECPoint pathKey, byte[] sharedSecret) {
    this.pathKey = pathKey;
    this.sharedSecret = sharedSecret;
  }

  /** Agrees with the path's maker; null if the path key is no point. */
  static @Nullable PathShare of(BigInteger nodeKey, byte[] pathKey) {
    ECPoint point = Curve.point(pathKey);
    return point == null ? null : new PathShare(point, Curve.sharedSecret(point, nodeKey));
  }

  /** What node ids and node keys of the path are multiplied with. */
  static BigInteger factor(byte[] sharedSecret) {
    return Curve.integer(Hash.kdf(Hash.BLINDED_NODE_ID, sharedSecret));
  }

  /** The key of encrypted_recipient_data. */
  static byte[] dataKey(byte[] sharedSecret) {
    return Hash.kdf(Hash.RHO, sharedSecret);
  }

  /** The node's secret key as the path knows it. */
  BigInteger blind(BigInteger nodeKey) {
    return nodeKey.multiply(factor(sharedSecret)).mod(Curve.ORDER);
  }

  /** The key of this node's encrypted_recipient_data. */
  byte[] dataKey() {
    return dataKey(sharedSecret);
  }

  /** The path key for the next node. */
  byte[] nextPathKey() {
    return Ephemeral.next(pathKey, sharedSecret);
  }
}
