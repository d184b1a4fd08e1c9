package org.nightjar.sim;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.nightjar.Peeled;
import org.nightjar.async.Effect;
import org.nightjar.async.Environment;
import org.nightjar.async.Event;
import org.nightjar.async.HtlcFailure;
import org.nightjar.async.IncomingHtlc;
import org.nightjar.async.Notice;
import org.nightjar.async.Preimage;
import org.nightjar.async.Reaction;
import org.nightjar.async.Role;
import org.nightjar.wire.PaymentPayload;
import org.nightjar.wire.WireException;
import org.nightjar.wire.failure.FailureCode;
import org.nightjar.wire.failure.FailureMessage;

/** Claims keysend payments, or refuses all. */
final class PlainRecipient implements Role {
  private final Environment environment;
  private final boolean refuses;

  PlainRecipient(Environment environment, boolean refuses) {
    this.environment = environment;
    this.refuses = refuses;
  }

  @Override
  public List<Reaction> on(Event event, Instant now) {
    if (!(event instanceof Event.HtlcCommitted committed)) {
      return List.of();
    }
    IncomingHtlc htlc = committed.htlc();
    Peeled.Final last =
        (Peeled.Final)
            environment
                .nightjar()
                .peel(environment.nodeKey(), htlc.onion(), htlc.paymentHash().toBytes());
    if (refuses) {
      HtlcFailure failure =
          new HtlcFailure.Encrypted(
              environment
                  .nightjar()
                  .failures()
                  .create(
                      last.sharedSecret(),
                      FailureMessage.of(FailureCode.TEMPORARY_NODE_FAILURE).encode()),
              Optional.empty());
      return List.of(Reaction.of(new Effect.FailHtlc(htlc.id(), failure)));
    }
    try {
      byte[] preimage = PaymentPayload.decode(last.payload()).exposeKeysendPreimage().orElseThrow();
      return List.of(
          Reaction.of(
              new Effect.FulfilHtlc(htlc.id(), Preimage.of(preimage), Optional.empty()),
              new Effect.Notify(
                  new Notice.PaymentReceived(htlc.paymentHash(), htlc.amountMsat(), 0))));
    } catch (WireException e) {
      throw new IllegalStateException(e);
    }
  }
}
