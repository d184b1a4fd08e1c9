package org.nightjar.sim.ptlc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.nightjar.BuiltOnion;
import org.nightjar.Hop;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.async.AttemptId;
import org.nightjar.async.Environment;
import org.nightjar.async.OutgoingPtlc;
import org.nightjar.async.RouteHop;
import org.nightjar.async.RouteHtlcs;
import org.nightjar.async.Routes;
import org.nightjar.ptlc.Payment;
import org.nightjar.ptlc.RouteLock;
import org.nightjar.ptlc.Shares;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.PaymentPayload;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.WireException;
import org.nightjar.wire.blinded.BlindedPayments;

/**
 * Makes the PTLCs of a payment: routes, onions and points. The recipient's layer has the message;
 * each node's blind is hashed from its shared secret, the recipient's too, with its blinded id.
 */
final class PtlcBuilder {
  /** Blocks that a PTLC may be held. */
  static final int HOLD_WINDOW = PtlcForwarder.HOLD_MARGIN;

  private static final byte[] NOTHING = {};

  private final Environment environment;
  private final Nightjar nightjar;

  PtlcBuilder(Environment environment) {
    this.environment = environment;
    this.nightjar = environment.nightjar();
  }

  /**
   * Which PTLC.
   *
   * @param route 0 for the best, and so on
   */
  record Attempt(AttemptId id, int route) {}

  /** All parts of a payment, of about one size; none if one has no route. */
  List<PtlcOrder.Out> build(
      Payment payment,
      PtlcPaths paths,
      PtlcOrder.What what,
      Routes routes,
      long height,
      IntFunction<Attempt> attempts) {
    List<PtlcOrder.Out> outs = new ArrayList<>();
    try (Shares shares = Shares.random(nightjar, what.parts(), environment.random())) {
      boolean parted = what.parts() > 1;
      PublicKey point = parted ? shares.lock(payment.point()) : payment.point();
      for (int part = 0; part < what.parts(); part++) {
        long amountMsat = (what.amountMsat() + part) / what.parts();
        Optional<byte[]> share =
            parted ? Optional.of(shares.shares().get(part).exposeSecretBytes()) : Optional.empty();
        Part wanted = new Part(payment, paths, what, point, amountMsat, share, height);
        Optional<PtlcOrder.Out> out = build(wanted, routes, attempts.apply(part));
        if (out.isEmpty()) {
          return List.of();
        }
        outs.add(out.get());
      }
    }
    return outs;
  }

  private record Part(
      Payment payment,
      PtlcPaths paths,
      PtlcOrder.What what,
      PublicKey point,
      long amountMsat,
      Optional<byte[]> share,
      long height) {}

  private Optional<PtlcOrder.Out> build(Part part, Routes routes, Attempt attempt) {
    BlindedPath path = part.paths.payment();
    long finalCltv = part.height + HOLD_WINDOW;
    try {
      PublicKey introduction = environment.routes().node(path.firstNode()).orElse(null);
      if (introduction == null) {
        return Optional.empty();
      }
      long amountMsat = BlindedPayments.payerAmount(part.amountMsat, part.paths.info());
      List<RouteHop> route = routes.payment(introduction, amountMsat, attempt.route);
      if (route.isEmpty()) {
        return Optional.empty();
      }
      RouteHtlcs ptlcs =
          RouteHtlcs.arriving(route, amountMsat, finalCltv + part.paths.info().cltvExpiryDelta());
      List<Hop> hops = new ArrayList<>(ptlcs.clearHops());
      hops.addAll(pathHops(part, introduction, finalCltv));
      return Optional.of(lock(part, attempt.id, ptlcs, hops));
    } catch (WireException e) {
      return Optional.empty();
    }
  }

  private static List<Hop> pathHops(Part part, PublicKey introduction, long finalCltv) {
    BlindedPath path = part.paths.payment();
    List<Hop> hops = new ArrayList<>();
    for (int i = 0; i < path.hops().size(); i++) {
      BlindedPath.Hop hop = path.hops().get(i);
      PaymentPayload.Builder payload =
          PaymentPayload.builder().encryptedRecipientData(hop.encryptedRecipientData());
      if (i == 0) {
        payload.currentPathKey(path.firstPathKey());
      }
      if (i == path.hops().size() - 1) {
        payload
            .amtToForward(part.amountMsat)
            .outgoingCltvValue(finalCltv)
            .totalAmountMsat(part.what.amountMsat())
            .record(TlvRecord.of(PtlcTypes.RECEIPT_MESSAGE, part.payment.message().encode()));
        part.share.ifPresent(share -> payload.record(TlvRecord.of(PtlcTypes.SHARE, share)));
      }
      hops.add(Hop.of(i == 0 ? introduction : hop.blindedNodeId(), payload.build().encode()));
    }
    return hops;
  }

  private PtlcOrder.Out lock(Part part, AttemptId attempt, RouteHtlcs ptlcs, List<Hop> hops) {
    try (SecretKey sessionKey = SecretKey.random(environment.random())) {
      BuiltOnion onion = nightjar.buildPaymentOnion(sessionKey, hops, NOTHING);
      try (RouteLock lock = RouteLock.of(nightjar, part.point, onion.sharedSecrets())) {
        OutgoingPtlc ptlc =
            new OutgoingPtlc(
                attempt,
                ptlcs.hops().get(0).channel(),
                ptlcs.amountMsat(),
                lock.first(),
                ptlcs.cltvExpiry(),
                onion.packet(),
                Optional.empty(),
                true);
        return new PtlcOrder.Out(true, part.share, onion.sharedSecrets(), ptlc);
      }
    }
  }

  /**
   * What was sold, out of what claimed one of a payment's PTLCs; to be closed.
   *
   * @param all of the round
   * @param claimed one of them
   */
  SecretKey unlock(
      Payment payment, List<PtlcOrder.Out> all, PtlcOrder.Out claimed, SecretKey scalar) {
    if (claimed.share().isEmpty()) {
      return unwind(payment.point(), claimed, scalar);
    }
    List<SecretKey> each =
        all.stream().map(out -> SecretKey.of(out.share().orElseThrow())).toList();
    try (Shares shares = Shares.of(nightjar, each);
        SecretKey opened = unwind(shares.lock(payment.point()), claimed, scalar)) {
      return shares.unlock(opened);
    }
  }

  private SecretKey unwind(PublicKey point, PtlcOrder.Out claimed, SecretKey scalar) {
    try (RouteLock lock = RouteLock.of(nightjar, point, claimed.secrets())) {
      return lock.unwind(scalar)
          .orElseThrow(() -> new IllegalStateException("a scalar that is a sum of blinds"));
    }
  }
}
