package org.nightjar.async;

import java.util.ArrayList;
import java.util.List;
import org.nightjar.PathHop;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.blinded.EncryptedData;
import org.nightjar.wire.blinded.PathPadding;

/** Blinded paths to this node for onion messages (BOLT 4 "Route Blinding"). */
public final class MessagePaths {
  /** Hops to itself that a node appends, so that nobody can count its distance. */
  public static final int DUMMY_HOPS = 2;

  private MessagePaths() {}

  /**
   * A path to this node, padded to hops of equal length, with {@value #DUMMY_HOPS} dummy hops.
   *
   * @param intermediate from the introduction node to this node's peer; empty to begin at this node
   *     itself
   * @param pathId from {@link PathContexts#seal}
   */
  public static BlindedPath create(
      Environment environment, List<PublicKey> intermediate, byte[] pathId) {
    try (SecretKey pathKey = SecretKey.random(environment.random())) {
      return create(environment, intermediate, pathId, pathKey);
    }
  }

  /**
   * The same path each time for the same path key: for a path that must be told again as it was.
   *
   * @param pathKey secret, and for this path only
   */
  public static BlindedPath create(
      Environment environment, List<PublicKey> intermediate, byte[] pathId, SecretKey pathKey) {
    PublicKey self = environment.nodeId();
    List<PublicKey> nodes = new ArrayList<>(intermediate);
    List<EncryptedData> data = new ArrayList<>();
    for (int i = 0; i < intermediate.size(); i++) {
      PublicKey next = i + 1 < intermediate.size() ? intermediate.get(i + 1) : self;
      data.add(EncryptedData.builder().nextNodeId(next).build());
    }
    for (int i = 0; i < DUMMY_HOPS; i++) {
      nodes.add(self);
      data.add(EncryptedData.dummy(self).build());
    }
    nodes.add(self);
    data.add(EncryptedData.builder().pathId(pathId).build());
    List<EncryptedData> padded = PathPadding.padAll(data, PathPadding.LDK_MESSAGE_MULTIPLE);
    List<PathHop> hops = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      hops.add(PathHop.of(nodes.get(i), padded.get(i).encode()));
    }
    return BlindedPath.of(
        nodes.get(0), environment.nightjar().blindedPaths().create(pathKey, hops));
  }
}
