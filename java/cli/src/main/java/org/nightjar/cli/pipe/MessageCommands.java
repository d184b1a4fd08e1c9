package org.nightjar.cli.pipe;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nightjar.Nightjar;
import org.nightjar.NodeKey;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.TlvStream;
import org.nightjar.wire.WireException;
import org.nightjar.wire.blinded.EncryptedData;
import org.nightjar.wire.message.OnionMessage;
import org.nightjar.wire.message.OnionMessageBuilder;
import org.nightjar.wire.message.OnionMessagePayload;
import org.nightjar.wire.message.OnionMessagePeeler;
import org.nightjar.wire.message.PeeledMessage;

/** Onion messages: build, and peel layer by layer. */
final class MessageCommands {
  private final Nightjar nightjar;

  MessageCommands(Nightjar nightjar) {
    this.nightjar = nightjar;
  }

  Map<String, Pipe.Command> commands() {
    return Map.of("om_build", this::build, "om_peel", this::peel);
  }

  private Answer build(Request request) throws BadRequestException {
    OnionMessageBuilder builder = destination(request);
    builder.via(request.byteStrings("nodes").stream().map(PublicKey::of).toList());
    if (request.has("path_id")) {
      builder.pathId(request.bytes("path_id"));
    }
    if (request.has("reply_path")) {
      builder.replyPath(path(request, "reply_path"));
    }
    try {
      builder.content(TlvStream.decode(request.bytes("content")));
    } catch (WireException e) {
      throw BadRequestException.of("content is no TLV stream: " + e.getMessage());
    }
    try (SecretKey sessionKey = PrimitiveCommands.secretKey(request, "session_key");
        SecretKey pathKeySecret = PrimitiveCommands.secretKey(request, "path_key_secret")) {
      OnionMessage message = builder.build(sessionKey, pathKeySecret);
      return Answer.ok()
          .with("path_key", message.pathKey().toBytes())
          .with("onion", message.packet().toBytes())
          .with("message", message.encode());
    }
  }

  private OnionMessageBuilder destination(Request request) throws BadRequestException {
    if (request.has("to") == request.has("path")) {
      throw BadRequestException.of("give either to, a node id, or path, a blinded path");
    }
    if (request.has("to")) {
      return OnionMessageBuilder.toNode(nightjar, PublicKey.of(request.bytes("to")));
    }
    if (request.has("path_id")) {
      throw BadRequestException.of("path_id is in the blinded path already: leave it out");
    }
    return OnionMessageBuilder.toPath(nightjar, path(request, "path"));
  }

  private static BlindedPath path(Request request, String field) throws BadRequestException {
    try {
      return BlindedPath.decode(request.bytes(field));
    } catch (WireException e) {
      throw BadRequestException.of(field + " is no blinded path: " + e.getMessage());
    }
  }

  /** One layer: {@code next_message} of a dummy layer is for the same node. */
  private Answer peel(Request request) throws BadRequestException {
    byte[] bytes = request.bytes("message");
    try (SecretKey secret = PrimitiveCommands.secretKey(request, "node_key");
        NodeKey key = nightjar.nodeKey(secret)) {
      return answer(new OnionMessagePeeler(nightjar, key).peelLayer(OnionMessage.decode(bytes)));
    } catch (WireException e) {
      return Answer.rejected(e.getMessage());
    }
  }

  private static Answer answer(PeeledMessage peeled) {
    if (peeled instanceof PeeledMessage.Dropped dropped) {
      return Answer.rejected(dropped.reason());
    } else if (peeled instanceof PeeledMessage.Forward forward) {
      return answer(forward.payload(), forward.data(), forward.next());
    }
    PeeledMessage.Last last = (PeeledMessage.Last) peeled;
    return answer(last.payload(), last.data(), null);
  }

  private static Answer answer(
      OnionMessagePayload payload, EncryptedData data, @Nullable OnionMessage next) {
    return Answer.ok()
        .with("payload", payload.encode())
        .with("is_last", next == null)
        .with("encrypted_data_plain", data.encode())
        .with("next_node_id", data.nextNodeId().map(PublicKey::toBytes))
        .with("path_id", data.pathId())
        .with("next_path_key", Optional.ofNullable(next).map(m -> m.pathKey().toBytes()))
        .with("next_message", Optional.ofNullable(next).map(OnionMessage::encode))
        .with("reply_path", payload.replyPath().map(BlindedPath::encode));
  }
}
