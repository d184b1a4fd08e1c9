package org.nightjar.testkit;

import fr.acinq.bitcoin.ByteVector;
import fr.acinq.bitcoin.ByteVector32;
import fr.acinq.bitcoin.PrivateKey;
import fr.acinq.bitcoin.PublicKey;
import fr.acinq.bitcoin.io.ByteArrayOutput;
import fr.acinq.bitcoin.utils.Either;
import fr.acinq.lightning.EncodedNodeId;
import fr.acinq.lightning.crypto.RouteBlinding;
import fr.acinq.lightning.crypto.sphinx.DecryptedPacket;
import fr.acinq.lightning.crypto.sphinx.Sphinx;
import fr.acinq.lightning.message.OnionMessages;
import fr.acinq.lightning.wire.FailureMessage;
import fr.acinq.lightning.wire.InvalidTlvPayload;
import fr.acinq.lightning.wire.LightningMessage;
import fr.acinq.lightning.wire.MessageOnion;
import fr.acinq.lightning.wire.OnionMessage;
import fr.acinq.lightning.wire.OnionMessagePayloadTlv;
import fr.acinq.lightning.wire.RouteBlindingEncryptedData;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import kotlin.Pair;
import org.jspecify.annotations.Nullable;
import org.nightjar.SecretKey;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.FirstNode;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.TlvStream;
import org.nightjar.wire.WireException;
import org.nightjar.wire.message.ContentType;

/** The onion messages of lightning-kmp, in bytes. */
final class LightningKmpMessages {
  private static final ByteVector NO_ASSOC = new ByteVector(new byte[0]);

  private LightningKmpMessages() {}

  /**
   * What a node finds in a message.
   *
   * @param payload its TLV stream, with its BigSize in front
   * @param data what the path's maker told it
   * @param next the message for the next node; of the last node, it has no meaning
   */
  record Layer(byte[] payload, byte[] data, byte[] next, boolean last) {}

  /** A whole message of type 513. */
  static byte[] build(
      SecretKey sessionKey,
      SecretKey pathKeySecret,
      List<OnionMessages.IntermediateNode> intermediate,
      OnionMessages.Destination destination,
      @Nullable BlindedPath replyPath,
      TlvStream content) {
    Set<OnionMessagePayloadTlv> known = new LinkedHashSet<>();
    Set<fr.acinq.lightning.wire.GenericTlv> unknown = new LinkedHashSet<>();
    if (replyPath != null) {
      known.add(new OnionMessagePayloadTlv.ReplyPath(route(replyPath)));
    }
    for (TlvRecord record : content.records()) {
      if (record.isEven()) {
        known.add(read(record));
      } else {
        unknown.add(
            new fr.acinq.lightning.wire.GenericTlv(record.type(), new ByteVector(record.value())));
      }
    }
    return LightningMessage.Companion.encode(
        OnionMessages.INSTANCE
            .buildMessage(
                privateKey(sessionKey),
                privateKey(pathKeySecret),
                intermediate,
                destination,
                new fr.acinq.lightning.wire.TlvStream<>(known, unknown))
            .getRight());
  }

  /** A content whose type it knows. */
  private static OnionMessagePayloadTlv read(TlvRecord record) {
    return record.type() == ContentType.INVOICE_REQUEST
        ? OnionMessagePayloadTlv.InvoiceRequest.Companion.read(record.value())
        : OnionMessagePayloadTlv.Invoice.Companion.read(record.value());
  }

  /**
   * Its own steps for a message to itself; it forwards none.
   *
   * @return nothing if it refuses one of them
   */
  static Optional<Layer> peel(SecretKey node, byte[] bytes) {
    try {
      return peelOrThrow(privateKey(node), bytes);
    } catch (RuntimeException e) {
      return Optional.empty(); // it throws for a path key that is no point
    }
  }

  private static Optional<Layer> peelOrThrow(PrivateKey key, byte[] bytes) {
    OnionMessage message = (OnionMessage) LightningMessage.Companion.decode(bytes);
    PublicKey pathKey = message.getBlindingKey();
    Either<FailureMessage, DecryptedPacket> peeled =
        Sphinx.INSTANCE.peel(
            RouteBlinding.INSTANCE.derivePrivateKey(key, pathKey),
            NO_ASSOC,
            message.getOnionRoutingPacket());
    if (peeled.isLeft()) {
      return Optional.empty();
    }
    byte[] payload = peeled.getRight().getPayload().toByteArray();
    Either<InvalidTlvPayload, Pair<ByteVector, PublicKey>> opened =
        RouteBlinding.INSTANCE.decryptPayload(
            key, pathKey, MessageOnion.Companion.read(payload).getEncryptedData());
    if (opened.isLeft()) {
      return Optional.empty();
    }
    byte[] data = opened.getRight().getFirst().toByteArray();
    PublicKey override =
        RouteBlindingEncryptedData.Companion.read(data).getRight().getNextBlindingOverride();
    OnionMessage next =
        new OnionMessage(
            override == null ? opened.getRight().getSecond() : override,
            peeled.getRight().getNextPacket());
    return Optional.of(
        new Layer(
            payload,
            data,
            LightningMessage.Companion.encode(next),
            peeled.getRight().isLastPacket()));
  }

  static RouteBlinding.BlindedRoute route(BlindedPath path) {
    return new RouteBlinding.BlindedRoute(
        firstNode(path.firstNode()),
        key(path.firstPathKey()),
        path.hops().stream()
            .map(
                hop ->
                    new RouteBlinding.BlindedNode(
                        key(hop.blindedNodeId()), new ByteVector(hop.encryptedRecipientData())))
            .toList());
  }

  private static EncodedNodeId firstNode(FirstNode node) {
    if (node instanceof FirstNode.ChannelEnd end) {
      return new EncodedNodeId.ShortChannelIdDir(
          end.direction() == 0,
          new fr.acinq.lightning.ShortChannelId(end.shortChannelId().toLong()));
    }
    return nodeId(((FirstNode.NodeId) node).nodeId());
  }

  /** Through its bytes in a payload. */
  static BlindedPath path(RouteBlinding.BlindedRoute route) throws WireException {
    ByteArrayOutput out = new ByteArrayOutput();
    new OnionMessagePayloadTlv.ReplyPath(route).write(out);
    return BlindedPath.decode(out.toByteArray());
  }

  static EncodedNodeId.WithPublicKey nodeId(org.nightjar.PublicKey key) {
    return new EncodedNodeId.WithPublicKey.Plain(key(key));
  }

  static PublicKey key(org.nightjar.PublicKey key) {
    return new PublicKey(new ByteVector(key.toBytes()));
  }

  static PrivateKey privateKey(SecretKey key) {
    return new PrivateKey(new ByteVector32(key.exposeSecretBytes()));
  }
}
