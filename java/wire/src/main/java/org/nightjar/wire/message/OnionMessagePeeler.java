package org.nightjar.wire.message;

import java.util.Optional;
import java.util.Set;
import org.nightjar.Nightjar;
import org.nightjar.NodeKey;
import org.nightjar.PathStep;
import org.nightjar.Peeled;
import org.nightjar.wire.WireException;
import org.nightjar.wire.blinded.EncryptedData;
import org.nightjar.wire.blinded.EncryptedDataRules;

/**
 * Opens the onion messages of a node (BOLT 4 "Onion Messages"). Whatever a peer sends is an answer
 * and never an exception. Safe for many threads.
 */
public final class OnionMessagePeeler {
  /** Layers that one message may have for one node, besides the first. */
  public static final int MAX_DUMMY_LAYERS = 32;

  private static final byte[] NO_ASSOC = new byte[0];

  private final Nightjar nightjar;
  private final NodeKey key;

  /**
   * A peeler of a node.
   *
   * @param key stays the caller's to close, after the last message
   */
  public OnionMessagePeeler(Nightjar nightjar, NodeKey key) {
    this.nightjar = nightjar;
    this.key = key;
  }

  /**
   * Peels what is for this node: its layer, and the dummy layers behind it, which lead the node to
   * itself.
   *
   * @throws IllegalStateException if the key is closed
   */
  public PeeledMessage peel(OnionMessage message) {
    PeeledMessage peeled = peelLayer(message);
    for (int dummies = 0; isDummy(peeled); dummies++) {
      if (dummies == MAX_DUMMY_LAYERS) {
        return new PeeledMessage.Dropped("more than " + MAX_DUMMY_LAYERS + " dummy layers");
      }
      peeled = peelLayer(((PeeledMessage.Forward) peeled).next());
    }
    return peeled;
  }

  private boolean isDummy(PeeledMessage peeled) {
    return peeled instanceof PeeledMessage.Forward forward
        && forward.data().isDummyOf(key.publicKey());
  }

  /**
   * Peels one layer; a dummy layer is to be forwarded to this node itself.
   *
   * @throws IllegalStateException if the key is closed
   */
  public PeeledMessage peelLayer(OnionMessage message) {
    return read(nightjar.peel(key, message.packet(), NO_ASSOC, message.pathKey()));
  }

  /**
   * Reads one layer that was peeled elsewhere: in a {@link org.nightjar.PeelBatch}, or by a {@link
   * org.nightjar.peeler.BatchPeeler}.
   *
   * @param peeled what came of the message's packet and path key, without associated data
   * @throws IllegalArgumentException if it was peeled without a path key
   */
  public static PeeledMessage read(Peeled peeled) {
    if (peeled instanceof Peeled.Rejected rejected) {
      return new PeeledMessage.Dropped(rejected.reason().text());
    }
    try {
      return readLayer((Peeled.Accepted) peeled);
    } catch (WireException e) {
      return new PeeledMessage.Dropped(e.getMessage());
    }
  }

  private static PeeledMessage readLayer(Peeled.Accepted peeled) throws WireException {
    PathStep step =
        peeled
            .path()
            .orElseThrow(
                () -> new IllegalArgumentException("an onion message is peeled with a path key"));
    OnionMessagePayload payload = OnionMessagePayload.decode(peeled.payload());
    Optional<byte[]> plain = payload.encryptedRecipientData().flatMap(step::openRecipientData);
    if (plain.isEmpty()) {
      return new PeeledMessage.Dropped("no encrypted_recipient_data that were made for this node");
    }
    EncryptedData data = EncryptedData.decode(plain.get());
    EncryptedDataRules.checkFeatures(data, Set.of(), Set.of());
    if (peeled instanceof Peeled.Final) {
      EncryptedDataRules.checkMessageFinal(data);
      payload.checkOneContent();
      return new PeeledMessage.Last(payload, data);
    }
    payload.checkForward();
    EncryptedDataRules.checkMessageForward(data);
    OnionMessage next =
        OnionMessage.of(data.nextPathKeyOverride().orElse(step.nextPathKey()), peeled.nextPacket());
    return new PeeledMessage.Forward(payload, data, next);
  }
}
