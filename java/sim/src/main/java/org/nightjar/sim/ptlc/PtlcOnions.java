package org.nightjar.sim.ptlc;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nightjar.OnionPacket;
import org.nightjar.Peeled;
import org.nightjar.PublicKey;
import org.nightjar.async.Environment;
import org.nightjar.ptlc.ReceiptMessage;
import org.nightjar.ptlc.RefusalException;
import org.nightjar.wire.PaymentPayload;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.WireException;

/** Reads onions of PTLCs for checks and for the audience, with their recipient's key. */
public final class PtlcOnions {
  private PtlcOnions() {}

  /** The receipt's message in an onion; empty if it is not for this node. */
  public static Optional<ReceiptMessage> message(
      Environment environment, OnionPacket onion, @Nullable PublicKey pathKey) {
    Peeled peeled = environment.nightjar().peel(environment.nodeKey(), onion, new byte[0], pathKey);
    try {
      return peeled instanceof Peeled.Final last
          ? message(PaymentPayload.decode(last.payload()))
          : Optional.empty();
    } catch (WireException e) {
      return Optional.empty();
    }
  }

  /** The receipt's message in a payload, if there is one. */
  public static Optional<ReceiptMessage> message(PaymentPayload payload) {
    Optional<TlvRecord> record = payload.stream().find(PtlcTypes.RECEIPT_MESSAGE);
    try {
      return record.isEmpty()
          ? Optional.empty()
          : Optional.of(ReceiptMessage.decode(record.get().value()));
    } catch (RefusalException e) {
      return Optional.empty();
    }
  }
}
