package org.nightjar.sim;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.nightjar.BuiltOnion;
import org.nightjar.Hop;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.async.AttemptId;
import org.nightjar.async.Effect;
import org.nightjar.async.Environment;
import org.nightjar.async.Event;
import org.nightjar.async.HtlcFailure;
import org.nightjar.async.Notice;
import org.nightjar.async.OutgoingHtlc;
import org.nightjar.async.PaymentId;
import org.nightjar.async.Preimage;
import org.nightjar.async.Reaction;
import org.nightjar.async.Role;
import org.nightjar.async.RouteHop;
import org.nightjar.async.store.Due;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.RecordFormat;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.async.store.Write;
import org.nightjar.wire.PaymentPayload;
import org.nightjar.wire.TlvStreamBuilder;

/** Pays by keysend over one route, and tries again while its peer is not there. */
final class PlainPayer implements Role {
  static final long FINAL_DELTA = 40;

  private static final byte[] PENDING = RecordFormat.encode(0, new TlvStreamBuilder().build());
  private static final byte[] OVER = RecordFormat.encode(1, new TlvStreamBuilder().build());

  private final Environment environment;
  private final PublicKey target;
  private final long height;

  PlainPayer(Environment environment, PublicKey target, long height) {
    this.environment = environment;
    this.target = target;
    this.height = height;
  }

  /** One payment; the id says how much: its last 8 bytes. */
  List<Reaction> pay(PaymentId id) throws StoreException {
    Key key = Key.of(Kind.PAYMENT, id.toBytes());
    if (environment.store().load(key).isPresent()) {
      return List.of();
    }
    return List.of(
        new Reaction(
            List.of(new Write.Put(key, 0, PENDING, Due.at(Instant.EPOCH))), List.of(offer(id))));
  }

  private Effect offer(PaymentId id) {
    byte[] bytes = id.toBytes();
    long amount = ByteBuffer.wrap(bytes).getLong(24);
    Preimage preimage = Preimage.of(environment.nightjar().primitives().sha256(bytes));
    List<RouteHop> route = environment.routes().payment(target, amount, 0);
    long forward = amount;
    long cltv = height + FINAL_DELTA;
    List<Hop> hops = new ArrayList<>();
    hops.add(
        Hop.of(
            target,
            PaymentPayload.builder()
                .amtToForward(amount)
                .outgoingCltvValue(cltv)
                .keysendPreimage(preimage.toBytes())
                .build()
                .encode()));
    for (int i = route.size() - 1; i > 0; i--) {
      RouteHop hop = route.get(i);
      hops.add(
          0,
          Hop.of(
              route.get(i - 1).node(),
              PaymentPayload.builder()
                  .amtToForward(forward)
                  .outgoingCltvValue(cltv)
                  .shortChannelId(hop.channel())
                  .build()
                  .encode()));
      forward += hop.relay().feeBaseMsat();
      cltv += hop.relay().cltvExpiryDelta();
    }
    BuiltOnion onion =
        environment
            .nightjar()
            .buildPaymentOnion(
                SecretKey.of(bytes),
                hops,
                preimage.hash(environment.nightjar().primitives()).toBytes());
    return new Effect.OfferHtlc(
        new OutgoingHtlc(
            AttemptId.of(bytes),
            route.get(0).channel(),
            forward,
            preimage.hash(environment.nightjar().primitives()),
            cltv,
            onion.packet(),
            Optional.empty(),
            false));
  }

  @Override
  public List<Reaction> on(Event event, Instant now) throws StoreException {
    if (event instanceof Event.HtlcFulfilled fulfilled) {
      return end(
          fulfilled.attempt(),
          new Notice.PaymentSucceeded(
              PaymentId.of(fulfilled.attempt().toBytes()), fulfilled.preimage(), 0));
    }
    if (event instanceof Event.HtlcFailed failed) {
      return failed.failure() instanceof HtlcFailure.Local
          ? List.of(Reaction.of(new Effect.ForgetOutcome(failed.attempt())))
          : end(
              failed.attempt(),
              new Notice.PaymentFailed(PaymentId.of(failed.attempt().toBytes()), "failed"));
    }
    if (event instanceof Event.Tick
        || event instanceof Event.Started
        || event instanceof Event.PeerUsable) {
      List<Reaction> again = new ArrayList<>();
      for (Stored stored : environment.store().due(Kind.PAYMENT, now, 1_000)) {
        again.add(Reaction.of(offer(PaymentId.of(stored.key().id()))));
      }
      return again;
    }
    return List.of();
  }

  static boolean isOver(Stored payment) {
    return Arrays.equals(payment.value(), OVER);
  }

  private List<Reaction> end(AttemptId attempt, Notice notice) throws StoreException {
    Stored stored = environment.store().load(Key.of(Kind.PAYMENT, attempt.toBytes())).orElseThrow();
    Effect forget = new Effect.ForgetOutcome(attempt);
    if (isOver(stored)) {
      return List.of(Reaction.of(forget));
    }
    return List.of(
        new Reaction(
            List.of(new Write.Put(stored.key(), stored.version(), OVER, Due.NONE)),
            List.of(new Effect.Notify(notice), forget)));
  }
}
