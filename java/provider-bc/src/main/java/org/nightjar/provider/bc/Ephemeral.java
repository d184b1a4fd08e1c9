package org.nightjar.provider.bc;

import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.math.ec.ECPoint;
import org.jspecify.annotations.Nullable;
import org.nightjar.spi.Status;

/**
 * The chain of ephemeral keys that starts at a session key, for the hops of a packet or of a
 * blinded path (BOLT 4 "Blinding Ephemeral Onion Keys", "Route Blinding").
 */
final class Ephemeral {
  private final int status;
  private final byte[][] keys;
  private final byte[][] sharedSecrets;

  /**
   * Agrees with every node.
   *
   * @param sessionKey [32]
   * @param nodes [count * 33]
   */
  Ephemeral(byte[] sessionKey, byte[] nodes) {
    int count = nodes.length / Curve.POINT_LENGTH;
    keys = new byte[count][];
    sharedSecrets = new byte[count][];
    status = agree(Curve.scalar(sessionKey), nodes);
  }

  private int agree(@Nullable BigInteger secret, byte[] nodes) {
    BigInteger ephemeral = secret;
    for (int i = 0; i < keys.length; i++) {
      ECPoint node = node(nodes, i);
      if (node == null) {
        return Status.ERR_PUBLIC_KEY;
      }
      if (ephemeral == null) {
        return Status.ERR_SECRET_KEY;
      }
      keys[i] = Curve.bytes(Curve.generate(ephemeral));
      sharedSecrets[i] = Curve.sharedSecret(node, ephemeral);
      ephemeral = ephemeral.multiply(factor(keys[i], sharedSecrets[i])).mod(Curve.ORDER);
    }
    return Status.OK;
  }

  /** A point out of many, or null if it is none. */
  static @Nullable ECPoint node(byte[] nodes, int index) {
    int from = index * Curve.POINT_LENGTH;
    return Curve.point(Arrays.copyOfRange(nodes, from, from + Curve.POINT_LENGTH));
  }

  /** The key that follows this one, as a hop computes it. */
  static byte[] next(ECPoint key, byte[] sharedSecret) {
    return Curve.bytes(key.multiply(factor(Curve.bytes(key), sharedSecret)));
  }

  private static BigInteger factor(byte[] key, byte[] sharedSecret) {
    return Curve.integer(Hash.sha256(key, sharedSecret));
  }

  /** Not OK if the session key or a node is not valid; then there is nothing else. */
  int status() {
    return status;
  }

  /** The ephemeral public key for this hop. */
  byte[] key(int hop) {
    return keys[hop];
  }

  /** The secret shared with this hop. */
  byte[] sharedSecret(int hop) {
    return sharedSecrets[hop];
  }
}
