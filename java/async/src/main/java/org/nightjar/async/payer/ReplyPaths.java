package org.nightjar.async.payer;

import java.util.List;
import org.nightjar.PublicKey;
import org.nightjar.async.Environment;
import org.nightjar.async.InboundChannel;
import org.nightjar.async.PathContexts.Purpose;
import org.nightjar.wire.BlindedPath;

/** Blinded paths on which this payer is answered. */
final class ReplyPaths {
  private final Environment environment;
  private final List<PublicKey> introductions;

  /** Paths that begin at the peers which can be reached now. */
  ReplyPaths(Environment environment) {
    this.environment = environment;
    introductions =
        environment.routes().inbound().stream()
            .filter(InboundChannel::usable)
            .map(InboundChannel::peer)
            .distinct()
            .toList();
  }

  /**
   * A path of its own for one message; it begins at this node if there are no peers.
   *
   * @param turn 0 or more; as many in a row as there are peers begin at different ones
   */
  BlindedPath create(int turn, Purpose purpose, ReplyContext context) {
    List<PublicKey> via =
        introductions.isEmpty()
            ? List.of()
            : List.of(introductions.get(turn % introductions.size()));
    return environment.contexts().messagePath(via, purpose, context.encode());
  }
}
