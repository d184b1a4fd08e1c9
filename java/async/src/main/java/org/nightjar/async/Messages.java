package org.nightjar.async;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.FirstNode;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.message.OnionMessageBuilder;

/** Onion messages of this node (BOLT 4 "Onion Messages"). */
public final class Messages {
  private Messages() {}

  /**
   * A message over a blinded path, with fresh keys.
   *
   * @param replyPath where to answer, or null
   * @return empty if no way leads to the path's introduction node, or the path is of no use: a key
   *     of it is no point, or with the content it is too long for a message
   */
  public static Optional<Effect.SendMessage> toPath(
      Environment environment,
      BlindedPath path,
      TlvRecord content,
      @Nullable BlindedPath replyPath) {
    Optional<PublicKey> first = environment.routes().node(path.firstNode());
    Optional<List<PublicKey>> via = first.flatMap(environment.routes()::message);
    if (via.isEmpty()) {
      return Optional.empty();
    }
    BlindedPath named =
        BlindedPath.of(new FirstNode.NodeId(first.get()), path.firstPathKey(), path.hops());
    OnionMessageBuilder message =
        OnionMessageBuilder.toPath(environment.nightjar(), named).via(via.get()).content(content);
    if (replyPath != null) {
      message.replyPath(replyPath);
    }
    PublicKey to = via.get().isEmpty() ? first.get() : via.get().get(0);
    try (SecretKey sessionKey = SecretKey.random(environment.random());
        SecretKey pathKey = SecretKey.random(environment.random())) {
      return Optional.of(new Effect.SendMessage(to, message.build(sessionKey, pathKey)));
    } catch (IllegalArgumentException e) {
      // All but the path is ours and valid: a peer chose the path's keys and lengths.
      return Optional.empty();
    }
  }
}
