package org.nightjar.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nightjar.OnionPacket;
import org.nightjar.PublicKey;

/**
 * What a payload has for trampoline payments (bolts#836): in the outer onion the inner one, in the
 * inner one where to go next. Immutable.
 */
public final class TrampolineFields {
  private final @Nullable PublicKey outgoingNodeId;
  private final @Nullable OnionPacket onionPacket;
  private final @Nullable Features recipientFeatures;
  private final List<PaymentPath> recipientPaths;

  private TrampolineFields(
      @Nullable PublicKey outgoingNodeId,
      @Nullable OnionPacket onionPacket,
      @Nullable Features recipientFeatures,
      List<PaymentPath> recipientPaths) {
    this.outgoingNodeId = outgoingNodeId;
    this.onionPacket = onionPacket;
    this.recipientFeatures = recipientFeatures;
    this.recipientPaths = recipientPaths;
  }

  /** A blinded path and what it costs. */
  public record PaymentPath(BlindedPath path, PaymentInfo info) {}

  /** For the outer onion's last hop: the inner onion. */
  public static TrampolineFields ofOnion(OnionPacket packet) {
    return new TrampolineFields(null, packet, null, List.of());
  }

  /** For the inner onion: the next trampoline node. */
  public static TrampolineFields ofNextNode(PublicKey nodeId) {
    return new TrampolineFields(nodeId, null, null, List.of());
  }

  /**
   * For the inner onion's last trampoline node: the paths of a recipient that knows no trampoline.
   *
   * @param features of its invoice
   * @param paths of its invoice, at least one
   * @throws IllegalArgumentException if there are no paths
   */
  public static TrampolineFields ofRecipient(Features features, List<PaymentPath> paths) {
    if (paths.isEmpty()) {
      throw new IllegalArgumentException("a recipient that knows no trampoline needs a path");
    }
    return new TrampolineFields(null, null, features, List.copyOf(paths));
  }

  static TrampolineFields read(TlvStream stream) throws WireException {
    List<PaymentPath> paths =
        stream.read(PayloadTypes.RECIPIENT_BLINDED_PATHS, TrampolineFields::readPaths);
    return new TrampolineFields(
        stream.read(PayloadTypes.OUTGOING_NODE_ID, WireReader::point),
        stream.read(PayloadTypes.TRAMPOLINE_ONION_PACKET, reader -> OnionPacket.of(reader.rest())),
        stream.read(PayloadTypes.RECIPIENT_FEATURES, reader -> Features.of(reader.rest())),
        paths == null ? List.of() : paths);
  }

  private static List<PaymentPath> readPaths(WireReader reader) throws WireException {
    List<PaymentPath> paths = new ArrayList<>();
    do {
      paths.add(new PaymentPath(BlindedPath.read(reader), PaymentInfo.read(reader)));
    } while (reader.remaining() > 0);
    return List.copyOf(paths);
  }

  void write(TlvStreamBuilder records) {
    if (outgoingNodeId != null) {
      records.put(PayloadTypes.OUTGOING_NODE_ID, outgoingNodeId.toBytes());
    }
    if (onionPacket != null) {
      records.put(PayloadTypes.TRAMPOLINE_ONION_PACKET, onionPacket.toBytes());
    }
    if (recipientFeatures != null) {
      records.put(PayloadTypes.RECIPIENT_FEATURES, recipientFeatures.toBytes());
    }
    if (!recipientPaths.isEmpty()) {
      WireWriter writer = new WireWriter();
      for (PaymentPath path : recipientPaths) {
        path.path.write(writer);
        path.info.write(writer);
      }
      records.put(PayloadTypes.RECIPIENT_BLINDED_PATHS, writer);
    }
  }

  /** Whether the payload has nothing of it. */
  public boolean isEmpty() {
    return outgoingNodeId == null
        && onionPacket == null
        && recipientFeatures == null
        && recipientPaths.isEmpty();
  }

  /** The next trampoline node. */
  public Optional<PublicKey> outgoingNodeId() {
    return Optional.ofNullable(outgoingNodeId);
  }

  /** The inner onion. */
  public Optional<OnionPacket> onionPacket() {
    return Optional.ofNullable(onionPacket);
  }

  /** What a recipient that knows no trampoline supports. */
  public Optional<Features> recipientFeatures() {
    return Optional.ofNullable(recipientFeatures);
  }

  /** The paths of a recipient that knows no trampoline, with their costs; may be empty. */
  public List<PaymentPath> recipientPaths() {
    return recipientPaths;
  }

  @Override
  public String toString() {
    return "TrampolineFields[outgoing_node_id="
        + outgoingNodeId
        + ", trampoline_onion_packet="
        + onionPacket
        + ", recipient_features="
        + recipientFeatures
        + ", recipient_blinded_paths="
        + recipientPaths
        + "]";
  }
}
