package org.nightjar.async.payer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.nightjar.AttributionData;
import org.nightjar.FailureOrigin;
import org.nightjar.FailurePacket;
import org.nightjar.Failures;
import org.nightjar.SharedSecret;
import org.nightjar.async.HtlcFailure;
import org.nightjar.wire.WireException;
import org.nightjar.wire.blinded.PaymentRelay;
import org.nightjar.wire.failure.FailureCode;
import org.nightjar.wire.failure.FailureField;
import org.nightjar.wire.failure.FailureMessage;

/** Reads what comes back of an HTLC (BOLT 4 "Returning Errors"). */
final class PartFailures {
  private static final Set<FailureCode> OF_THE_WAY =
      Set.of(
          FailureCode.TEMPORARY_CHANNEL_FAILURE,
          FailureCode.UNKNOWN_NEXT_PEER,
          FailureCode.TEMPORARY_TRAMPOLINE_FAILURE,
          FailureCode.UNKNOWN_NEXT_TRAMPOLINE,
          FailureCode.TRAMPOLINE_FEE_OR_EXPIRY_INSUFFICIENT);

  private final Failures failures;

  PartFailures(Failures failures) {
    this.failures = failures;
  }

  /** What a failure says. */
  AttemptReport read(PayerMode mode, PartStatus.Live live, HtlcFailure failure) {
    if (failure instanceof HtlcFailure.Malformed malformed) {
      return new AttemptReport(OptionalInt.of(0), OptionalInt.of(malformed.code()), List.of());
    }
    return failure instanceof HtlcFailure.Encrypted encrypted
        ? read(mode, live, encrypted)
        : AttemptReport.NONE;
  }

  private AttemptReport read(
      PayerMode mode, PartStatus.Live live, HtlcFailure.Encrypted encrypted) {
    for (PartOnion onion : onions(live)) {
      List<SharedSecret> secrets = onion.secrets();
      Optional<FailureOrigin> origin = failures.decrypt(encrypted.packet(), secrets);
      if (origin.isPresent()) {
        Optional<FailureMessage> message = message(origin.get());
        return new AttemptReport(
            OptionalInt.of(node(mode, onion, origin.get().hop())),
            message.map(m -> OptionalInt.of(m.code())).orElse(OptionalInt.empty()),
            holdTimes(encrypted.packet(), encrypted.attribution(), attributing(onion)),
            message.flatMap(PartFailures::wanted));
      }
    }
    return AttemptReport.NONE;
  }

  /**
   * A trampoline node has a layer in both onions: it is the last of the outer, first of the inner.
   */
  private static int node(PayerMode mode, PartOnion onion, int layer) {
    return mode == PayerMode.TRAMPOLINE && layer >= onion.clearHops() ? layer - 1 : layer;
  }

  private List<Long> holdTimes(
      FailurePacket packet, Optional<AttributionData> attribution, List<SharedSecret> secrets) {
    return attribution
        .map(data -> failures.decryptAttributed(packet, data, secrets).holdTimes().units())
        .orElse(List.of());
  }

  /** How long the hops held what was fulfilled. */
  AttemptReport read(PartStatus.Live live, Optional<AttributionData> attribution) {
    List<Long> longest = List.of();
    for (PartOnion onion : attribution.isPresent() ? onions(live) : List.<PartOnion>of()) {
      List<Long> units = failures.decryptFulfilment(attribution.get(), attributing(onion)).units();
      longest = units.size() > longest.size() ? units : longest;
    }
    return new AttemptReport(OptionalInt.empty(), OptionalInt.empty(), longest);
  }

  /** The HTLC may have gone on with any onion of the book, and is answered with its secrets. */
  private static List<PartOnion> onions(PartStatus.Live live) {
    List<PartOnion> onions = new ArrayList<>();
    onions.add(live.onion());
    onions.addAll(live.book());
    return onions;
  }

  private static List<SharedSecret> attributing(PartOnion onion) {
    return onion.secrets().subList(0, Math.min(onion.clearHops(), AttributionData.MAX_HOPS));
  }

  private static Optional<FailureMessage> message(FailureOrigin origin) {
    try {
      return Optional.of(FailureMessage.decode(origin.message()));
    } catch (WireException e) {
      return Optional.empty();
    }
  }

  private static Optional<PaymentRelay> wanted(FailureMessage message) {
    if (message.code() != FailureCode.TRAMPOLINE_FEE_OR_EXPIRY_INSUFFICIENT.code()
        || message.isMalformed()) {
      return Optional.empty();
    }
    return Optional.of(
        new PaymentRelay(
            (int) message.number(FailureField.CLTV_EXPIRY_DELTA).orElseThrow(),
            message.number(FailureField.FEE_PROPORTIONAL_MILLIONTHS).orElseThrow(),
            message.number(FailureField.FEE_BASE_MSAT).orElseThrow()));
  }

  /** Whether the recipient itself refused, for good: another attempt would end the same way. */
  static boolean isRefusal(PayerMode mode, PartStatus.Live live, AttemptReport report) {
    int last = node(mode, live.onion(), live.onion().secrets().size() - 1);
    int code = report.code().orElse(0);
    return report.hop().equals(OptionalInt.of(last))
        && (code & FailureCode.PERM) != 0
        && (code & FailureCode.BADONION) == 0;
  }

  /** Whether the holding node itself gave up, and not just because of the way behind it. */
  static boolean isEndOfHold(PartStatus.Live live, AttemptReport report) {
    return live.held().isPresent()
        && report.hop().equals(OptionalInt.of(0))
        && OF_THE_WAY.stream().noneMatch(code -> report.code().equals(OptionalInt.of(code.code())));
  }
}
