package org.nightjar.async.lsp;

import java.util.Optional;
import java.util.Set;
import org.nightjar.BlindedPaths;
import org.nightjar.Peeled;
import org.nightjar.PublicKey;
import org.nightjar.UnblindedData;
import org.nightjar.async.Environment;
import org.nightjar.wire.PaymentPayload;
import org.nightjar.wire.WireException;
import org.nightjar.wire.blinded.BlindedPayments;
import org.nightjar.wire.blinded.EncryptedData;
import org.nightjar.wire.blinded.EncryptedDataRules;
import org.nightjar.wire.blinded.PaymentConstraints;

/**
 * What the maker of a blinded path tells this node (BOLT 4 "Route Blinding").
 *
 * @param nextPathKey for the next node
 */
record PathInstructions(EncryptedData data, PublicKey nextPathKey) {
  /** An onion on a blinded path that sets no end is known again for a year. */
  static final int MAX_REPLAYABLE_BLOCKS = 52_560;

  /**
   * Opens the data.
   *
   * @param payload on a blinded path
   * @param withPathKey whether the layer was peeled with a path key
   * @return nothing if they were not encrypted for this node
   * @throws WireException if they are malformed
   */
  static Optional<PathInstructions> open(
      Environment environment, Peeled.Accepted peeled, PaymentPayload payload, boolean withPathKey)
      throws WireException {
    byte[] encrypted = payload.encryptedRecipientData().orElseThrow();
    Optional<byte[]> plain;
    Optional<PublicKey> nextPathKey;
    if (withPathKey) {
      plain = peeled.path().flatMap(step -> step.openRecipientData(encrypted));
      nextPathKey = peeled.path().map(step -> step.nextPathKey());
    } else {
      BlindedPaths paths = environment.nightjar().blindedPaths();
      Optional<UnblindedData> opened =
          payload
              .currentPathKey()
              .flatMap(key -> paths.unblind(environment.nodeKey(), key, encrypted));
      plain = opened.map(UnblindedData::data);
      nextPathKey = opened.map(UnblindedData::nextPathKey);
    }
    if (plain.isEmpty()) {
      return Optional.empty();
    }
    EncryptedData data = EncryptedData.decode(plain.get());
    return Optional.of(
        new PathInstructions(data, data.nextPathKeyOverride().orElse(nextPathKey.orElseThrow())));
  }

  /** Height until which the path's maker lets it be used, a year at the most. */
  long replayableUntil(long height) {
    long forgotten = height + MAX_REPLAYABLE_BLOCKS;
    return data.paymentConstraints()
        .map(PaymentConstraints::maxCltvExpiry)
        .map(last -> Math.min(last, forgotten))
        .orElse(forgotten);
  }

  /**
   * Checks what the path's maker asks for.
   *
   * @throws WireException if the HTLC may not go over the path
   */
  void check(Incoming incoming) throws WireException {
    EncryptedDataRules.checkPaymentForward(data);
    EncryptedDataRules.checkConstraints(data, incoming.amountMsat(), incoming.cltvExpiry());
    EncryptedDataRules.checkFeatures(data, Set.of(), Set.of());
  }

  /** What is left for the next node; after {@link #check}. */
  long amountMsat(Incoming incoming) throws WireException {
    return BlindedPayments.forwardAmount(incoming.amountMsat(), data.paymentRelay().orElseThrow());
  }

  /** Until when the next node has it; after {@link #check}. */
  long cltvExpiry(Incoming incoming) throws WireException {
    return BlindedPayments.forwardCltv(incoming.cltvExpiry(), data.paymentRelay().orElseThrow());
  }
}
