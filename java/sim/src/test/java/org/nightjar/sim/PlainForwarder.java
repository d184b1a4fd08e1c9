package org.nightjar.sim;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nightjar.Peeled;
import org.nightjar.SharedSecret;
import org.nightjar.async.AttemptId;
import org.nightjar.async.Effect;
import org.nightjar.async.Environment;
import org.nightjar.async.Event;
import org.nightjar.async.HtlcFailure;
import org.nightjar.async.HtlcId;
import org.nightjar.async.IncomingHtlc;
import org.nightjar.async.OutgoingHtlc;
import org.nightjar.async.Reaction;
import org.nightjar.async.Role;
import org.nightjar.wire.PaymentPayload;
import org.nightjar.wire.WireException;
import org.nightjar.wire.failure.FailureCode;
import org.nightjar.wire.failure.FailureMessage;

/** Forwards what is not blinded, without a store: what it forgets at a crash it is told again. */
final class PlainForwarder implements Role {
  private record Pending(HtlcId incoming, SharedSecret secret) {}

  private final Environment environment;
  private final Map<AttemptId, Pending> pending = new LinkedHashMap<>();

  PlainForwarder(Environment environment) {
    this.environment = environment;
  }

  @Override
  public List<Reaction> on(Event event, Instant now) {
    if (event instanceof Event.HtlcCommitted committed) {
      return forward(committed.htlc());
    }
    if (event instanceof Event.HtlcFulfilled fulfilled
        && pending.containsKey(fulfilled.attempt())) {
      Pending back = pending.get(fulfilled.attempt());
      return List.of(
          Reaction.of(
              new Effect.FulfilHtlc(back.incoming, fulfilled.preimage(), Optional.empty())));
    }
    if (event instanceof Event.HtlcFailed failed && pending.containsKey(failed.attempt())) {
      Pending back = pending.get(failed.attempt());
      return List.of(
          Reaction.of(new Effect.FailHtlc(back.incoming, wrap(back.secret, failed.failure()))));
    }
    if (event instanceof Event.HtlcRemoved removed) {
      AttemptId attempt = attempt(removed.htlc());
      pending.remove(attempt);
      return List.of(Reaction.of(new Effect.ForgetOutcome(attempt)));
    }
    return List.of();
  }

  private AttemptId attempt(HtlcId id) {
    return AttemptId.of(environment.nightjar().primitives().sha256(id.encode()));
  }

  private List<Reaction> forward(IncomingHtlc htlc) {
    Peeled peeled =
        environment
            .nightjar()
            .peel(environment.nodeKey(), htlc.onion(), htlc.paymentHash().toBytes());
    if (!(peeled instanceof Peeled.Forward forward)) {
      return List.of();
    }
    AttemptId attempt = attempt(htlc.id());
    pending.put(attempt, new Pending(htlc.id(), forward.sharedSecret()));
    try {
      PaymentPayload payload = PaymentPayload.decode(forward.payload());
      return List.of(
          Reaction.of(
              new Effect.OfferHtlc(
                  new OutgoingHtlc(
                      attempt,
                      payload.shortChannelId().orElseThrow(),
                      payload.amtToForward().orElseThrow(),
                      htlc.paymentHash(),
                      payload.outgoingCltvValue().orElseThrow(),
                      forward.nextPacket(),
                      Optional.empty(),
                      false))));
    } catch (WireException e) {
      throw new IllegalStateException(e);
    }
  }

  private HtlcFailure wrap(SharedSecret secret, HtlcFailure failure) {
    return new HtlcFailure.Encrypted(
        failure instanceof HtlcFailure.Encrypted encrypted
            ? environment.nightjar().failures().wrap(encrypted.packet(), secret)
            : environment
                .nightjar()
                .failures()
                .create(secret, FailureMessage.of(FailureCode.TEMPORARY_NODE_FAILURE).encode()),
        Optional.empty());
  }
}
