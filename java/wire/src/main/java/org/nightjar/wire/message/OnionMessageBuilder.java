package org.nightjar.wire.message;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nightjar.BlindedHop;
import org.nightjar.Hop;
import org.nightjar.Nightjar;
import org.nightjar.OnionPacket;
import org.nightjar.PathHop;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.wire.BigSize;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.FirstNode;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.TlvStream;
import org.nightjar.wire.blinded.EncryptedData;
import org.nightjar.wire.blinded.PathPadding;

/**
 * Builds an onion message (BOLT 4 "Onion Messages"). The sender blinds the nodes that it chose
 * itself, and joins them to the recipient's blinded path, if there is one. Not for use by two
 * threads at once.
 */
public final class OnionMessageBuilder {
  private static final byte[] NO_ASSOC = new byte[0];
  private static final int HMAC_LENGTH = 32;

  private final Nightjar nightjar;
  private final FirstNode destination;
  private final @Nullable BlindedPath path;
  private List<PublicKey> via = List.of();
  private byte @Nullable [] pathId;
  private @Nullable BlindedPath replyPath;
  private TlvStream content = TlvStream.of(List.of());

  private OnionMessageBuilder(
      Nightjar nightjar, FirstNode destination, @Nullable BlindedPath path) {
    this.nightjar = nightjar;
    this.destination = destination;
    this.path = path;
  }

  /** A message to a node whose id is known. */
  public static OnionMessageBuilder toNode(Nightjar nightjar, PublicKey node) {
    return new OnionMessageBuilder(nightjar, new FirstNode.NodeId(node), null);
  }

  /** A message to whoever is at the end of a blinded path. */
  public static OnionMessageBuilder toPath(Nightjar nightjar, BlindedPath path) {
    return new OnionMessageBuilder(nightjar, path.firstNode(), path);
  }

  /**
   * The nodes on the way to the recipient, or to the introduction node of its path; the first of
   * them is a peer. None, unless called.
   */
  public OnionMessageBuilder via(List<PublicKey> nodes) {
    via = List.copyOf(nodes);
    return this;
  }

  /**
   * A path id for the node.
   *
   * @throws IllegalStateException if the message goes to a path, whose maker chose one
   */
  public OnionMessageBuilder pathId(byte[] id) {
    if (path != null) {
      throw new IllegalStateException("path_id is in the recipient's blinded path already");
    }
    pathId = id.clone();
    return this;
  }

  /** Where to answer. */
  public OnionMessageBuilder replyPath(BlindedPath to) {
    replyPath = to;
    return this;
  }

  /** What the message says, of a type from {@link ContentType#FIRST} on. */
  public OnionMessageBuilder content(TlvRecord record) {
    return content(TlvStream.of(List.of(record)));
  }

  /**
   * Records for the last node, such as content and unknown odd types.
   *
   * @throws IllegalArgumentException if there is reply_path or encrypted_recipient_data among them
   */
  public OnionMessageBuilder content(TlvStream records) {
    OnionMessagePayload.checkForeign(records);
    content = records;
    return this;
  }

  /**
   * The message for the first of the nodes on the way, or if there are none for the recipient or
   * introduction node itself. Its packet is the smaller of the two sizes, if all fits there.
   *
   * @param sessionKey of the onion; fresh for every message
   * @param pathKeySecret of the part that the sender blinds; fresh for every message, and another
   * @throws IllegalArgumentException if a key is not valid, the payloads do not fit, or nodes on
   *     the way lead to a path that begins at a channel end: look up its node id
   */
  public OnionMessage build(SecretKey sessionKey, SecretKey pathKeySecret) {
    List<BlindedHop> own = blindOwn(pathKeySecret);
    List<BlindedPath.Hop> route = new ArrayList<>();
    own.forEach(
        hop -> route.add(BlindedPath.Hop.of(hop.blindedNodeId(), hop.encryptedRecipientData())));
    if (path != null) {
      route.addAll(path.hops());
    }
    List<Hop> hops = payloads(route);
    OnionPacket packet =
        nightjar.buildOnion(sessionKey, hops, NO_ASSOC, payloadsLength(hops)).packet();
    return OnionMessage.of(
        path != null && own.isEmpty() ? path.firstPathKey() : own.get(0).pathKey(), packet);
  }

  private List<BlindedHop> blindOwn(SecretKey pathKeySecret) {
    List<PublicKey> nodes = new ArrayList<>(via);
    if (path == null || !via.isEmpty()) {
      nodes.add(destinationId());
    }
    List<EncryptedData> data = new ArrayList<>();
    for (int i = 0; i < via.size(); i++) {
      EncryptedData.Builder hop = EncryptedData.builder().nextNodeId(nodes.get(i + 1));
      if (path != null && i == via.size() - 1) {
        hop.nextPathKeyOverride(path.firstPathKey());
      }
      data.add(hop.build());
    }
    if (path == null) {
      EncryptedData.Builder last = EncryptedData.builder();
      data.add((pathId == null ? last : last.pathId(pathId)).build());
    }
    List<EncryptedData> padded = PathPadding.padAll(data);
    List<PathHop> hops = new ArrayList<>();
    for (int i = 0; i < padded.size(); i++) {
      hops.add(PathHop.of(nodes.get(i), padded.get(i).encode()));
    }
    return hops.isEmpty() ? List.of() : nightjar.blindedPaths().create(pathKeySecret, hops);
  }

  private PublicKey destinationId() {
    if (destination instanceof FirstNode.NodeId id) {
      return id.nodeId();
    }
    throw new IllegalArgumentException(
        "the blinded path begins at a channel end: look up its node id, and use that instead");
  }

  private List<Hop> payloads(List<BlindedPath.Hop> route) {
    List<Hop> hops = new ArrayList<>();
    for (int i = 0; i < route.size(); i++) {
      byte[] data = route.get(i).encryptedRecipientData();
      byte[] payload =
          i < route.size() - 1
              ? OnionMessagePayload.forward(data).encode()
              : OnionMessagePayload.lastStream(data, replyPath, content).encode();
      hops.add(Hop.of(route.get(i).blindedNodeId(), payload));
    }
    return hops;
  }

  private static int payloadsLength(List<Hop> hops) {
    long room = 0;
    for (Hop hop : hops) {
      int length = hop.payload().length;
      room += BigSize.length(length) + length + HMAC_LENGTH;
    }
    return room <= OnionMessage.SMALL_PAYLOADS_LENGTH
        ? OnionMessage.SMALL_PAYLOADS_LENGTH
        : OnionMessage.LARGE_PAYLOADS_LENGTH;
  }
}
