package org.nightjar.provider.bc;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;
import org.nightjar.spi.Status;

/**
 * Blinded paths (BOLT 4 "Route Blinding"). Arguments are those of {@link org.nightjar.spi.Backend},
 * but outputs are left in any state on failure.
 */
final class BlindedPaths {
  private static final int MAX_HOPS = 255;
  private static final int MAX_DATA_LENGTH = 65535 - Cipher.TAG_LENGTH;
  private static final byte[] NO_AAD = new byte[0];

  private BlindedPaths() {}

  static int create(
      byte[] pathKeys,
      byte[] blindedIds,
      byte[] encrypted,
      byte[] sessionKey,
      byte[] nodes,
      byte[] payloads,
      int[] payloadLengths) {
    if (!areHops(payloadLengths, payloads.length)) {
      return Status.ERR_ARGUMENT;
    }
    Ephemeral ephemeral = new Ephemeral(sessionKey, nodes);
    if (ephemeral.status() != Status.OK) {
      return ephemeral.status();
    }
    ByteBuffer keys = ByteBuffer.wrap(pathKeys);
    ByteBuffer ids = ByteBuffer.wrap(blindedIds);
    ByteBuffer data = ByteBuffer.wrap(encrypted);
    ByteBuffer reader = ByteBuffer.wrap(payloads);
    for (int i = 0; i < payloadLengths.length; i++) {
      byte[] payload = new byte[payloadLengths[i]];
      reader.get(payload);
      keys.put(ephemeral.key(i));
      ids.put(blind(Ephemeral.node(nodes, i), ephemeral.sharedSecret(i)));
      data.put(seal(payload, ephemeral.sharedSecret(i)));
    }
    return Status.OK;
  }

  /** Whether these lengths are those of 1 to 255 payloads that together have so many bytes. */
  private static boolean areHops(int[] lengths, int total) {
    return lengths.length > 0
        && lengths.length <= MAX_HOPS
        && Arrays.stream(lengths).allMatch(length -> length >= 0 && length <= MAX_DATA_LENGTH)
        && Arrays.stream(lengths).asLongStream().sum() == total;
  }

  /** The node's id as the path knows it. */
  private static byte[] blind(ECPoint node, byte[] sharedSecret) {
    return Curve.bytes(ECAlgorithms.multiplySecret(node, PathShare.factor(sharedSecret)));
  }

  private static byte[] seal(byte[] payload, byte[] sharedSecret) {
    byte[] key = PathShare.dataKey(sharedSecret);
    byte[] sealed = new byte[payload.length + Cipher.TAG_LENGTH];
    Cipher.aeadEncrypt(sealed, key, Cipher.ZERO_NONCE, NO_AAD, payload);
    return sealed;
  }

  static int unblind(
      byte[] data, byte[] nextPathKey, BigInteger key, byte[] pathKey, byte[] encrypted) {
    PathShare path = PathShare.of(key, pathKey);
    if (path == null) {
      return Status.PEER_PATH_KEY;
    }
    if (!Cipher.aeadDecrypt(data, path.dataKey(), Cipher.ZERO_NONCE, NO_AAD, encrypted)) {
      return Status.PEER_AEAD_TAG;
    }
    ByteBuffer.wrap(nextPathKey).put(path.nextPathKey());
    return Status.OK;
  }

  static int secretKey(byte[] blindedSecret, BigInteger key, byte[] pathKey) {
    PathShare path = PathShare.of(key, pathKey);
    if (path == null) {
      return Status.PEER_PATH_KEY;
    }
    ByteBuffer.wrap(blindedSecret).put(Curve.bytes(path.blind(key)));
    return Status.OK;
  }
}
