package org.nightjar.sim.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nightjar.Nightjar;
import org.nightjar.OnionPacket;
import org.nightjar.PathStep;
import org.nightjar.Peeled;
import org.nightjar.PublicKey;
import org.nightjar.UnblindedData;
import org.nightjar.async.Environment;
import org.nightjar.sim.channel.ChannelMessage;
import org.nightjar.wire.PaymentPayload;
import org.nightjar.wire.WireException;
import org.nightjar.wire.blinded.EncryptedData;

/** Reads payment onions for the audience, with the keys of the node that gets them. */
final class OnionLayers {
  private static final int MAX_LAYERS = 8;

  private final Environment environment;
  private final byte[] associatedData;
  private final List<OnionLayer> layers = new ArrayList<>();

  private OnionLayers(Environment environment, byte[] associatedData) {
    this.environment = environment;
    this.associatedData = associatedData;
  }

  /**
   * All layers that are for this node: one, its dummy hops, those of a trampoline onion. Fewer, if
   * one is malformed.
   */
  static List<OnionLayer> of(Environment environment, ChannelMessage.UpdateAddHtlc add) {
    OnionLayers reader = new OnionLayers(environment, add.lock().associatedData());
    try {
      reader.read(add.onion(), false, add.pathKey().orElse(null));
    } catch (WireException e) {
      return List.copyOf(reader.layers);
    }
    return List.copyOf(reader.layers);
  }

  /** A path's data, opened, and the path key for the next node. */
  private record Opened(EncryptedData data, PublicKey nextPathKey) {}

  private void read(OnionPacket onion, boolean trampoline, @Nullable PublicKey pathKey)
      throws WireException {
    Nightjar nightjar = environment.nightjar();
    Peeled peeled = nightjar.peel(environment.nodeKey(), onion, associatedData, pathKey);
    if (!(peeled instanceof Peeled.Accepted accepted) || layers.size() == MAX_LAYERS) {
      return;
    }
    PaymentPayload payload = PaymentPayload.decode(accepted.payload());
    Optional<Opened> opened = open(payload, accepted.path().orElse(null));
    layers.add(new OnionLayer(payload, trampoline, opened.map(Opened::data)));
    if (opened.isPresent() && opened.get().data.isDummyOf(environment.nodeId())) {
      read(accepted.nextPacket(), trampoline, opened.get().nextPathKey);
    }
    Optional<OnionPacket> inner = payload.trampoline().onionPacket();
    if (inner.isPresent()) {
      read(inner.get(), true, payload.currentPathKey().orElse(null));
    }
  }

  private Optional<Opened> open(PaymentPayload payload, @Nullable PathStep step)
      throws WireException {
    byte[] encrypted = payload.encryptedRecipientData().orElse(null);
    if (encrypted == null) {
      return Optional.empty();
    }
    if (step != null) {
      return opened(step.openRecipientData(encrypted).orElse(null), step.nextPathKey());
    }
    PublicKey key = payload.currentPathKey().orElse(null);
    UnblindedData data =
        key == null
            ? null
            : environment
                .nightjar()
                .blindedPaths()
                .unblind(environment.nodeKey(), key, encrypted)
                .orElse(null);
    return data == null ? Optional.empty() : opened(data.data(), data.nextPathKey());
  }

  private static Optional<Opened> opened(byte @Nullable [] plain, PublicKey nextPathKey)
      throws WireException {
    return plain == null
        ? Optional.empty()
        : Optional.of(new Opened(EncryptedData.decode(plain), nextPathKey));
  }
}
