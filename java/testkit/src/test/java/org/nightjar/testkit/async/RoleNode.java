package org.nightjar.testkit.async;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nightjar.Nightjar;
import org.nightjar.NodeKey;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.async.Effect;
import org.nightjar.async.Environment;
import org.nightjar.async.Event;
import org.nightjar.async.PathContexts;
import org.nightjar.async.Reaction;
import org.nightjar.async.Role;
import org.nightjar.async.Routes;
import org.nightjar.async.store.MemoryStore;
import org.nightjar.async.store.Outcome;
import org.nightjar.async.store.StoreException;
import org.nightjar.testkit.Hex;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.ChainHash;
import org.nightjar.wire.FirstNode;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireProfile;
import org.nightjar.wire.blinded.OwnPaths;
import org.nightjar.wire.message.OnionMessage;
import org.nightjar.wire.message.OnionMessageBuilder;
import org.nightjar.wire.message.OnionMessagePeeler;
import org.nightjar.wire.message.PeeledMessage;

/** A node on LDK's network that plays our roles: profile LDK, testnet, a store in memory. */
final class RoleNode {
  private static final int LOCAL_KEY = 0x4e;

  final Environment environment;
  final List<String> refusals = new ArrayList<>();

  RoleNode(Nightjar nightjar, SecretKey secret, Routes routes) {
    NodeKey key = nightjar.nodeKey(secret);
    SecureRandom random = new SecureRandom();
    byte[] localKey = Hex.repeat(LOCAL_KEY, OwnPaths.KEY_LENGTH);
    environment =
        new Environment(
            nightjar,
            key,
            new PathContexts(new OwnPaths(nightjar, key.publicKey(), localKey), random),
            random,
            new MemoryStore(),
            routes,
            WireProfile.LDK,
            ChainHash.TESTNET,
            (role, reason) -> refusals.add(reason));
  }

  /** Does what a driver does: the writes, then the effects. */
  List<Effect> commit(List<Reaction> reactions) throws StoreException {
    List<Effect> effects = new ArrayList<>();
    for (Reaction reaction : reactions) {
      List<Outcome> outcomes = environment.store().write(List.of(reaction.writes()));
      if (!(outcomes.get(0) instanceof Outcome.Done)) {
        throw new AssertionError("a conflict with nobody");
      }
      effects.addAll(reaction.effects());
    }
    return effects;
  }

  List<Effect> give(Role role, Event event, Instant now) throws StoreException {
    return commit(role.on(event, now));
  }

  /**
   * What arrives here when somebody says something over a path of ours.
   *
   * @param run with the nodes on the way
   */
  Event.MessageArrived arrival(
      LdkRun run, BlindedPath path, TlvRecord content, @Nullable BlindedPath replyPath) {
    OnionMessageBuilder builder =
        OnionMessageBuilder.toPath(environment.nightjar(), path).content(content);
    if (replyPath != null) {
      builder.replyPath(replyPath);
    }
    try (SecretKey session = SecretKey.random(environment.random());
        SecretKey pathKey = SecretKey.random(environment.random())) {
      PublicKey at = ((FirstNode.NodeId) path.firstNode()).nodeId();
      PublicKey from = at;
      OnionMessage message = builder.build(session, pathKey);
      while (!at.equals(environment.nodeId())) {
        RoleNode node = run.node(environment.nightjar(), run.name(at));
        PeeledMessage.Forward forward = (PeeledMessage.Forward) node.peel(message);
        from = at;
        at = forward.data().nextNodeId().orElseThrow();
        message = forward.next();
      }
      return new Event.MessageArrived(from, peel(message));
    }
  }

  PeeledMessage peel(OnionMessage message) {
    return new OnionMessagePeeler(environment.nightjar(), environment.nodeKey()).peel(message);
  }

  PeeledMessage peel(byte[] raw) throws WireException {
    return peel(OnionMessage.decode(raw));
  }

  /** The effects of one kind. */
  static <T extends Effect> List<T> only(Class<T> kind, List<Effect> effects) {
    return effects.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
