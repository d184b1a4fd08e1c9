package org.nightjar.wire.message;

import org.nightjar.wire.blinded.EncryptedData;

/** What a node does with an onion message that it peeled. Immutable. */
public sealed interface PeeledMessage {
  /**
   * Send it on, to the node or channel that the data name.
   *
   * @param data what the path's maker told this node: next_node_id or short_channel_id
   * @param next the message for the next node
   */
  record Forward(OnionMessagePayload payload, EncryptedData data, OnionMessage next)
      implements PeeledMessage {}

  /**
   * It is for this node.
   *
   * @param payload content and reply path, if there are any
   * @param data what the path's maker told this node: to be given to {@link
   *     org.nightjar.wire.blinded.OwnPaths#context} before the content is believed to answer
   *     anything
   */
  record Last(OnionMessagePayload payload, EncryptedData data) implements PeeledMessage {}

  /**
   * Forget it: nobody is told.
   *
   * @param reason for the log
   */
  record Dropped(String reason) implements PeeledMessage {}
}
