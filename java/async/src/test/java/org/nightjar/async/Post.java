package org.nightjar.async;

import java.util.HashMap;
import java.util.Map;
import org.nightjar.PublicKey;
import org.nightjar.wire.message.OnionMessage;
import org.nightjar.wire.message.OnionMessagePeeler;
import org.nightjar.wire.message.PeeledMessage;

/** Carries onion messages between nodes that all are peers, peeled with the real thing. */
public final class Post {
  private final Map<PublicKey, TestNode> nodes = new HashMap<>();

  /** What came where. */
  public record Delivery(TestNode at, Event.MessageArrived event) {
    public PeeledMessage.Last last() {
      return (PeeledMessage.Last) event.message();
    }
  }

  /** A node that knows all others as peers. */
  public TestNode node(String name) {
    return add(new TestNode(name, new PeerRoutes()));
  }

  public TestNode add(TestNode node) {
    nodes.put(node.environment.nodeId(), node);
    return node;
  }

  /** To its end, past nodes that forward. */
  public Delivery carry(TestNode from, Effect effect) {
    Effect.SendMessage send = (Effect.SendMessage) effect;
    PublicKey sender = from.environment.nodeId();
    PublicKey to = send.to();
    OnionMessage message = send.message();
    while (true) {
      TestNode at = nodes.get(to);
      Environment environment = at.environment;
      PeeledMessage peeled =
          new OnionMessagePeeler(environment.nightjar(), environment.nodeKey()).peel(message);
      if (!(peeled instanceof PeeledMessage.Forward forward)) {
        return new Delivery(at, new Event.MessageArrived(sender, peeled));
      }
      sender = to;
      to =
          forward
              .data()
              .nextNodeId()
              .or(() -> environment.routes().peer(forward.data().shortChannelId().orElseThrow()))
              .orElseThrow();
      message = forward.next();
    }
  }
}
