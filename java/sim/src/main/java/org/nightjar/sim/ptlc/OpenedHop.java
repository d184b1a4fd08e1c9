package org.nightjar.sim.ptlc;

import java.util.Optional;
import org.nightjar.PathStep;
import org.nightjar.Peeled;
import org.nightjar.PublicKey;
import org.nightjar.UnblindedData;
import org.nightjar.async.Environment;
import org.nightjar.wire.PaymentPayload;
import org.nightjar.wire.WireException;
import org.nightjar.wire.blinded.EncryptedData;

/**
 * What the maker of a blinded path tells a node (BOLT 4 "Route Blinding").
 *
 * @param nextPathKey for the next node
 */
record OpenedHop(EncryptedData data, PublicKey nextPathKey) {
  /**
   * Opens it, at the introduction node with the path key in the payload.
   *
   * @throws WireException if it is not for this node, or malformed
   */
  static OpenedHop open(Environment environment, Peeled.Accepted layer, PaymentPayload payload)
      throws WireException {
    byte[] encrypted = payload.encryptedRecipientData().orElseThrow(OpenedHop::notForUs);
    Optional<PathStep> step = layer.path();
    if (step.isPresent()) {
      byte[] plain = step.get().openRecipientData(encrypted).orElseThrow(OpenedHop::notForUs);
      return new OpenedHop(EncryptedData.decode(plain), step.get().nextPathKey());
    }
    PublicKey pathKey = payload.currentPathKey().orElseThrow(OpenedHop::notForUs);
    UnblindedData opened =
        environment
            .nightjar()
            .blindedPaths()
            .unblind(environment.nodeKey(), pathKey, encrypted)
            .orElseThrow(OpenedHop::notForUs);
    return new OpenedHop(EncryptedData.decode(opened.data()), opened.nextPathKey());
  }

  private static WireException notForUs() {
    return WireException.of(WireException.Reason.VALUE, "data for another node");
  }
}
