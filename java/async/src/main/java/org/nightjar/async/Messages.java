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
    return toPath(environment, path, first.get(), via.get(), content, replyPath);
  }

  /**
   * As {@link #toPath(Environment, BlindedPath, TlvRecord, BlindedPath)}, on a given way.
   *
   * @param first the path's introduction node
   * @param via nodes on the way to it; the message is for the first of them
   */
  public static Optional<Effect.SendMessage> toPath(
      Environment environment,
      BlindedPath path,
      PublicKey first,
      List<PublicKey> via,
      TlvRecord content,
      @Nullable BlindedPath replyPath) {
    BlindedPath named =
        BlindedPath.of(new FirstNode.NodeId(first), path.firstPathKey(), path.hops());
    OnionMessageBuilder message =
        OnionMessageBuilder.toPath(environment.nightjar(), named).via(via).content(content);
    return send(environment, first, via, message, replyPath);
  }

  /**
   * A message to a node whose id is known, with fresh keys.
   *
   * @param replyPath where to answer, or null
   * @return empty if no way leads to the node, or it is of no use: the id is no point, or with the
   *     content it is too long for a message
   */
  public static Optional<Effect.SendMessage> toNode(
      Environment environment, PublicKey node, TlvRecord content, @Nullable BlindedPath replyPath) {
    Optional<List<PublicKey>> via = environment.routes().message(node);
    if (via.isEmpty()) {
      return Optional.empty();
    }
    OnionMessageBuilder message =
        OnionMessageBuilder.toNode(environment.nightjar(), node).via(via.get()).content(content);
    return send(environment, node, via.get(), message, replyPath);
  }

  private static Optional<Effect.SendMessage> send(
      Environment environment,
      PublicKey node,
      List<PublicKey> via,
      OnionMessageBuilder message,
      @Nullable BlindedPath replyPath) {
    if (replyPath != null) {
      message.replyPath(replyPath);
    }
    PublicKey to = via.isEmpty() ? node : via.get(0);
    try (SecretKey sessionKey = SecretKey.random(environment.random());
        SecretKey pathKey = SecretKey.random(environment.random())) {
      return Optional.of(new Effect.SendMessage(to, message.build(sessionKey, pathKey)));
    } catch (IllegalArgumentException e) {
      // All but the path is ours and valid: a peer chose the path's keys and lengths.
      return Optional.empty();
    }
  }
}
