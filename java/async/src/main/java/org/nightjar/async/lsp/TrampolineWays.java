package org.nightjar.async.lsp;

import static org.nightjar.wire.failure.FailureCode.TEMPORARY_TRAMPOLINE_FAILURE;
import static org.nightjar.wire.failure.FailureCode.TRAMPOLINE_FEE_OR_EXPIRY_INSUFFICIENT;
import static org.nightjar.wire.failure.FailureCode.UNKNOWN_NEXT_TRAMPOLINE;

import java.util.List;
import java.util.Optional;
import org.nightjar.BuiltOnion;
import org.nightjar.Hop;
import org.nightjar.SecretKey;
import org.nightjar.async.Environment;
import org.nightjar.async.ForwardingTerms;
import org.nightjar.async.RouteHop;
import org.nightjar.async.RouteHtlcs;
import org.nightjar.wire.PaymentData;
import org.nightjar.wire.WireException;
import org.nightjar.wire.blinded.PaymentRelay;
import org.nightjar.wire.failure.FailureCode;
import org.nightjar.wire.failure.FailureMessage;

/**
 * Finds the way to the next trampoline node, within what the HTLC pays and how long it lasts
 * (bolts#836). What the way does not need is this node's.
 */
final class TrampolineWays {
  /** Routes that are tried for one HTLC, each with an outer onion of its own. */
  static final int MAX_WAYS = 3;

  private static final long MAX_FEE = 0xffff_ffffL;
  private static final long MAX_DELTA = 0xffff;

  private final Environment environment;
  private final ForwardRules rules;

  TrampolineWays(Environment environment, ForwardRules rules) {
    this.environment = environment;
    this.rules = rules;
  }

  /** A way, or why there is none. */
  sealed interface Choice {}

  /** There is one. */
  record Found(Onward.Trampoline onward) implements Choice {}

  /**
   * There is none.
   *
   * @param why for the payer
   */
  record None(FailureMessage why) implements Choice, Planned {}

  /** The same before an onion is built. */
  private sealed interface Planned {}

  private record Way(RouteHtlcs htlcs, List<Hop> hops) implements Planned {}

  /** Why an HTLC cannot go on now; nothing if it can. */
  Optional<FailureMessage> refusal(Incoming incoming, Onward.Trampoline onward, long height) {
    return plan(incoming, onward, 0, height) instanceof None none
        ? Optional.of(none.why)
        : Optional.empty();
  }

  /**
   * Chooses a way, and builds the outer onion for it.
   *
   * @param attempts that were made before: each goes another way, if there is one
   */
  Choice choose(Incoming incoming, Onward.Trampoline onward, int attempts, long height) {
    Planned planned = plan(incoming, onward, attempts, height);
    return planned instanceof Way way ? build(incoming, onward, way) : (None) planned;
  }

  /** The way of an attempt, or one after it; if none may be taken, why the first may not. */
  private Planned plan(Incoming incoming, Onward.Trampoline onward, int attempt, long height) {
    Planned first = onRoute(incoming, onward, attempt, height);
    Planned planned = first;
    for (int i = 1; i < MAX_WAYS && !(planned instanceof Way); i++) {
      planned = onRoute(incoming, onward, attempt + i, height);
    }
    return planned instanceof Way ? planned : first;
  }

  private Planned onRoute(Incoming incoming, Onward.Trampoline onward, int attempt, long height) {
    List<RouteHop> route =
        onward.channel().isPresent()
            ? List.of(new RouteHop(onward.node(), onward.channel().get(), PaymentRelay.FREE))
            : environment.routes().payment(onward.node(), onward.amountMsat(), attempt);
    if (route.isEmpty()) {
      return new None(FailureMessage.of(UNKNOWN_NEXT_TRAMPOLINE));
    }
    try {
      RouteHtlcs htlcs = RouteHtlcs.arriving(route, onward.amountMsat(), onward.cltvExpiry());
      Optional<FailureMessage> refusal =
          rules.refusal(
              incoming, route.get(0).channel(), htlcs.amountMsat(), htlcs.cltvExpiry(), height);
      if (refusal.isPresent()) {
        return new None(forPayer(refusal.get(), incoming, onward, htlcs));
      }
      byte[] paymentSecret = new byte[PaymentData.SECRET_LENGTH];
      environment.random().nextBytes(paymentSecret);
      List<Hop> hops = htlcs.trampolineHops(paymentSecret, onward.inner(), onward.pathKey());
      return RouteHtlcs.fit(hops)
          ? new Way(htlcs, hops)
          : new None(FailureMessage.of(TEMPORARY_TRAMPOLINE_FAILURE));
    } catch (WireException e) {
      return new None(FailureMessage.of(TEMPORARY_TRAMPOLINE_FAILURE));
    }
  }

  /** The payer knows nothing of the way: it learns what would be enough, or that there is none. */
  private FailureMessage forPayer(
      FailureMessage why, Incoming incoming, Onward.Trampoline onward, RouteHtlcs htlcs) {
    FailureCode code = why.known().orElseThrow();
    return switch (code) {
      case FEE_INSUFFICIENT, INCORRECT_CLTV_EXPIRY -> wanted(incoming, onward, htlcs);
      case UNKNOWN_NEXT_PEER -> FailureMessage.of(UNKNOWN_NEXT_TRAMPOLINE);
      case EXPIRY_TOO_SOON, EXPIRY_TOO_FAR -> why;
      default -> FailureMessage.of(TEMPORARY_TRAMPOLINE_FAILURE);
    };
  }

  /** Fee and blocks of the way, and of this node. */
  private FailureMessage wanted(Incoming incoming, Onward.Trampoline onward, RouteHtlcs htlcs) {
    PaymentRelay own =
        environment
            .routes()
            .terms(htlcs.hops().get(0).channel())
            .map(ForwardingTerms::relay)
            .orElse(PaymentRelay.FREE);
    long ownFee = Math.min(rules.feeMsat(incoming, htlcs.amountMsat(), own), MAX_FEE);
    long fee = htlcs.amountMsat() - onward.amountMsat() + ownFee;
    long delta = htlcs.cltvExpiry() - onward.cltvExpiry() + own.cltvExpiryDelta();
    return FailureMessage.of(
        TRAMPOLINE_FEE_OR_EXPIRY_INSUFFICIENT,
        Math.min(fee, MAX_FEE),
        0,
        Math.min(delta, MAX_DELTA));
  }

  private Choice build(Incoming incoming, Onward.Trampoline onward, Way way) {
    byte[] hash = incoming.paymentHash().toBytes();
    try (SecretKey sessionKey = SecretKey.random(environment.random())) {
      BuiltOnion onion = environment.nightjar().buildPaymentOnion(sessionKey, way.hops, hash);
      NextHtlc htlc =
          new NextHtlc(
              way.htlcs.hops().get(0).channel(),
              way.htlcs.amountMsat(),
              way.htlcs.cltvExpiry(),
              onion.packet(),
              Optional.empty());
      return new Found(onward.on(new Onward.Way(htlc, onion.sharedSecrets())));
    }
  }
}
