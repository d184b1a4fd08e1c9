package org.nightjar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.nightjar.spi.Backend;
import org.nightjar.spi.Status;

/**
 * Paths that hide their nodes from whoever uses them (BOLT 4 "Route Blinding"). Reach it through
 * {@link Nightjar#blindedPaths}. Safe for many threads. Secret keys meet only constant-time code
 * with a native provider.
 */
public final class BlindedPaths {
  /** The number of hops is one byte. */
  public static final int MAX_HOPS = 255;

  static final int TAG_LENGTH = 16;

  private final Backend backend;

  BlindedPaths(Backend backend) {
    this.backend = backend;
  }

  /**
   * Creates a path.
   *
   * @param sessionKey fresh for every path
   * @param hops the route, introduction node first, 1 to 255 of them
   * @return the hops, blinded, in the same order
   * @throws IllegalArgumentException if a key is not valid, or there are no hops or too many
   */
  public List<BlindedHop> create(SecretKey sessionKey, List<PathHop> hops) {
    int count = hops.size();
    if (count == 0 || count > MAX_HOPS) {
      throw new IllegalArgumentException(
          "a blinded path has 1 to " + MAX_HOPS + " hops, not " + count);
    }
    int[] lengths = hops.stream().mapToInt(hop -> hop.rawData().length).toArray();
    byte[] nodes = new byte[count * PublicKey.LENGTH];
    byte[] payloads = new byte[Arrays.stream(lengths).sum()];
    int at = 0;
    for (int i = 0; i < count; i++) {
      System.arraycopy(hops.get(i).node().raw(), 0, nodes, i * PublicKey.LENGTH, PublicKey.LENGTH);
      System.arraycopy(hops.get(i).rawData(), 0, payloads, at, lengths[i]);
      at += lengths[i];
    }
    byte[] pathKeys = new byte[nodes.length];
    byte[] blindedIds = new byte[nodes.length];
    byte[] encrypted = new byte[payloads.length + count * TAG_LENGTH];
    Errors.check(
        backend.blindedPathCreate(
            pathKeys, blindedIds, encrypted, sessionKey.raw(), nodes, payloads, lengths));
    return split(pathKeys, blindedIds, encrypted, lengths);
  }

  /** The hops of a path that a provider created, whose data had these lengths. */
  static List<BlindedHop> split(
      byte[] pathKeys, byte[] blindedIds, byte[] encrypted, int[] lengths) {
    List<BlindedHop> blinded = new ArrayList<>(lengths.length);
    int from = 0;
    for (int i = 0; i < lengths.length; i++) {
      int to = from + lengths[i] + TAG_LENGTH;
      byte[] data = Arrays.copyOfRange(encrypted, from, to);
      blinded.add(new BlindedHop(key(pathKeys, i), key(blindedIds, i), data));
      from = to;
    }
    return List.copyOf(blinded);
  }

  private static PublicKey key(byte[] keys, int index) {
    int from = index * PublicKey.LENGTH;
    return PublicKey.of(Arrays.copyOfRange(keys, from, from + PublicKey.LENGTH));
  }

  /**
   * Opens a node's {@code encrypted_recipient_data} where the path key came inside the payload, as
   * at the introduction node of a payment. Where it came beside the packet, {@link
   * Peeled.Accepted#path} does so without another ECDH.
   *
   * @param key this node's key
   * @param pathKey what the peer sent
   * @param encrypted what the peer sent, any length
   * @return nothing if the path key is no point, or the data were not made for this node and path
   *     key: answer {@code invalid_onion_blinding}, or drop the message
   * @throws IllegalStateException if the key is closed
   */
  public Optional<UnblindedData> unblind(NodeKey key, PublicKey pathKey, byte[] encrypted) {
    byte[] data = new byte[Math.max(0, encrypted.length - TAG_LENGTH)];
    byte[] next = new byte[PublicKey.LENGTH];
    long handle = key.acquire(backend);
    int status;
    try {
      status = backend.blindedUnblind(data, next, handle, pathKey.raw(), encrypted);
    } finally {
      key.release();
    }
    return isPeerError(status)
        ? Optional.empty()
        : Optional.of(new UnblindedData(data, PublicKey.of(next)));
  }

  /**
   * The secret key of this node's blinded id: to sign with, and to peel packets with that came with
   * no path key. As secret as the node key.
   *
   * @param key this node's key
   * @param pathKey what the peer sent
   * @return nothing if the path key is no point
   * @throws IllegalStateException if the key is closed
   */
  public Optional<SecretKey> blindedKey(NodeKey key, PublicKey pathKey) {
    byte[] secret = new byte[SecretKey.LENGTH];
    long handle = key.acquire(backend);
    int status;
    try {
      status = backend.blindedSecretKey(secret, handle, pathKey.raw());
    } finally {
      key.release();
    }
    if (isPeerError(status)) {
      return Optional.empty();
    }
    SecretKey blinded = SecretKey.of(secret);
    Arrays.fill(secret, (byte) 0);
    return Optional.of(blinded);
  }

  /** Whether the peer is to blame; false for OK, and anything else throws. */
  static boolean isPeerError(int status) {
    if (status == Status.PEER_PATH_KEY || status == Status.PEER_AEAD_TAG) {
      return true;
    }
    Errors.check(status);
    return false;
  }
}
