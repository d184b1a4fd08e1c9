package org.nightjar.wire.blinded;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.nightjar.Nightjar;
import org.nightjar.PathHop;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.TlvRecord;

/**
 * Makes the blinded paths that lead to this node, and knows them again without remembering any
 * (BOLT 4 "Route Blinding"). Every path has a context, which says what it is for and comes back
 * with whatever arrives over it: {@code path_id} is HMAC-SHA256 of it, with a key that never leaves
 * this node. Nobody else can make a path with a context, nor change one: without that a peer could
 * build a path to this node itself, and have it answer as on a path that it gave out.
 *
 * <p>The path id is put in and checked here only, so no caller can forget it. Safe for many
 * threads; close it when no call uses it.
 */
public final class OwnPaths implements AutoCloseable {
  /** Length of the local key. */
  public static final int KEY_LENGTH = 32;

  /** The type of the context in the data of the last hop: odd, private to this node; LDK's too. */
  static final long CONTEXT = 65537;

  private static final byte[] STEADY = "session keys".getBytes(StandardCharsets.US_ASCII);

  private final Nightjar nightjar;
  private final PublicKey ownNodeId;
  private final byte[] localKey;
  private final byte[] steadyKey;

  /**
   * The paths to a node.
   *
   * @param ownNodeId where they end
   * @param localKey 32 bytes, secret, for nothing else; copied
   * @throws IllegalArgumentException if the length is another
   */
  public OwnPaths(Nightjar nightjar, PublicKey ownNodeId, byte[] localKey) {
    if (localKey.length != KEY_LENGTH) {
      throw new IllegalArgumentException(
          "the local key has " + localKey.length + " bytes, needs " + KEY_LENGTH);
    }
    this.nightjar = nightjar;
    this.ownNodeId = ownNodeId;
    this.localKey = localKey.clone();
    steadyKey = nightjar.primitives().hkdfSha256(new byte[0], localKey, STEADY, KEY_LENGTH);
  }

  /**
   * A node before the end of a path, and what it is told.
   *
   * @param node which may be this node itself, for a dummy hop
   * @param data without padding
   */
  public record Forwarder(PublicKey node, EncryptedData data) {}

  /**
   * A path for onion messages to this node.
   *
   * @param sessionKey fresh for every path
   * @param via the nodes before this one, the introduction node first; none if this node is it
   * @param dummies hops behind the last real one that hide how many there are, 0 or more
   * @param context what the path is for, in an encoding of which no two contexts share one; it
   *     should say its kind, and when it expires
   * @throws IllegalArgumentException if a key is not valid, dummies is negative, or it is more than
   *     {@link BlindedPath#MAX_HOPS} hops or 65535 bytes for one
   */
  public BlindedPath messagePath(
      SecretKey sessionKey, List<PublicKey> via, int dummies, byte[] context) {
    if (dummies < 0) {
      throw new IllegalArgumentException("a path has 0 or more dummy hops, not " + dummies);
    }
    List<PublicKey> nodes = new ArrayList<>(via);
    nodes.addAll(Collections.nCopies(dummies + 1, ownNodeId));
    List<Forwarder> forwarders = new ArrayList<>();
    for (int i = 0; i < nodes.size() - 1; i++) {
      EncryptedData data = EncryptedData.builder().nextNodeId(nodes.get(i + 1)).build();
      forwarders.add(new Forwarder(nodes.get(i), data));
    }
    List<EncryptedData> data = new ArrayList<>(data(forwarders));
    data.add(bind(EncryptedData.builder(), context));
    return create(
        sessionKey, forwarders, PathPadding.padAll(data, PathPadding.LDK_MESSAGE_MULTIPLE));
  }

  /**
   * The shortest path for onion messages to this node: this node alone, and nothing to pad. For an
   * offer, since a payment onion has to carry what the offer says.
   *
   * @param sessionKey fresh for every path
   * @param context as for {@link #messagePath}
   * @throws IllegalArgumentException if the key is not valid, or the context too long
   */
  public BlindedPath shortMessagePath(SecretKey sessionKey, byte[] context) {
    return create(sessionKey, List.of(), List.of(bind(EncryptedData.builder(), context)));
  }

  /**
   * A session key that is always the same for a context, and that nobody else can know: for a path
   * that must be told again as it was.
   *
   * @param context of the one path that it is for
   */
  public SecretKey steadySessionKey(byte[] context) {
    return SecretKey.of(nightjar.primitives().hmacSha256(steadyKey, context));
  }

  /**
   * A path for payments to this node. The forwarders' data are of one length, the last hop's, which
   * have the context, are longer: that it is the last is plain anyway, and a payment onion has not
   * the room to make all hops as long.
   *
   * @param sessionKey fresh for every path
   * @param forwarders the nodes before this one, the introduction node first, with relay and
   *     constraints; dummy hops after them, from {@link EncryptedData#dummy}
   * @param last what else the last hop is told, such as the constraints; not used any further
   * @param context as for {@link #messagePath}
   * @throws IllegalArgumentException as for {@link #messagePath}
   */
  public BlindedPath paymentPath(
      SecretKey sessionKey,
      List<Forwarder> forwarders,
      EncryptedData.Builder last,
      byte[] context) {
    int multiple = PathPadding.LDK_PAYMENT_MULTIPLE;
    List<EncryptedData> data = new ArrayList<>(PathPadding.padAll(data(forwarders), multiple));
    data.add(PathPadding.pad(bind(last, context), multiple));
    return create(sessionKey, forwarders, data);
  }

  private static List<EncryptedData> data(List<Forwarder> forwarders) {
    return forwarders.stream().map(Forwarder::data).toList();
  }

  private EncryptedData bind(EncryptedData.Builder last, byte[] context) {
    return last.pathId(pathId(context)).record(TlvRecord.of(CONTEXT, context)).build();
  }

  /**
   * Blinds a path.
   *
   * @param data of the forwarders and of this node, padded
   */
  private BlindedPath create(
      SecretKey sessionKey, List<Forwarder> forwarders, List<EncryptedData> data) {
    List<PathHop> hops = new ArrayList<>();
    for (int i = 0; i < data.size(); i++) {
      PublicKey node = i < forwarders.size() ? forwarders.get(i).node : ownNodeId;
      hops.add(PathHop.of(node, data.get(i).encode()));
    }
    return BlindedPath.of(hops.get(0).node(), nightjar.blindedPaths().create(sessionKey, hops));
  }

  /**
   * What the path is for that something came over.
   *
   * @param data of the last hop, as this node decrypted them
   * @return a copy of the context; empty if the path was not made here, or has none: then what came
   *     over it answers nothing of ours. Constant time in the path id
   */
  public Optional<byte[]> context(EncryptedData data) {
    byte[] pathId = data.pathId().orElse(new byte[0]);
    return data.stream()
        .find(CONTEXT)
        .map(TlvRecord::value)
        .filter(context -> MessageDigest.isEqual(pathId(context), pathId));
  }

  private byte[] pathId(byte[] context) {
    return nightjar.primitives().hmacSha256(localKey, context);
  }

  /** Wipes the keys. */
  @Override
  public void close() {
    Arrays.fill(localKey, (byte) 0);
    Arrays.fill(steadyKey, (byte) 0);
  }

  @Override
  public String toString() {
    return "OwnPaths[redacted]";
  }
}
