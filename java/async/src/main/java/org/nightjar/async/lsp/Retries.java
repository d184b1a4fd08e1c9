package org.nightjar.async.lsp;

import static org.nightjar.wire.failure.FailureCode.INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS;
import static org.nightjar.wire.failure.FailureCode.INVALID_ONION_BLINDING;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import org.nightjar.ErrorCapability;
import org.nightjar.FailureOrigin;
import org.nightjar.async.Environment;
import org.nightjar.async.HtlcFailure;
import org.nightjar.async.store.StoreException;

/**
 * Which onion of the payer's book is tried after an attempt failed. The payer's capability tells
 * why it failed, as far as that may be known; what cannot be read failed somewhere on the way.
 */
final class Retries {
  private final Environment environment;
  private final HoldPolicy policy;
  private final OnionReader reader;
  private final Answers answers;
  private final Delegations delegations;

  Retries(
      Environment environment,
      HoldPolicy policy,
      OnionReader reader,
      Answers answers,
      Delegations delegations) {
    this.environment = environment;
    this.policy = policy;
    this.reader = reader;
    this.answers = answers;
    this.delegations = delegations;
  }

  /**
   * The next attempt.
   *
   * @param notBefore when the payer wants it
   * @param awaitRelease whether the attempt before reached the recipient's LSP or beyond, so that
   *     the recipient must say again that it is there
   */
  record Next(Transit transit, Instant notBefore, boolean awaitRelease) {}

  /**
   * Whether the same trampoline onion is tried on another way: the one before did not get there.
   */
  boolean deservesOtherWay(OutPending pending, HtlcFailure failure) {
    Transit transit = pending.transit();
    return transit.onward() instanceof Onward.Trampoline
        && transit.attempts() + 1 < TrampolineWays.MAX_WAYS
        && !answers.isBeyondWay(transit.onward(), failure);
  }

  private enum Verdict {
    TRY_NEXT,
    AWAIT_RELEASE,
    GIVE_UP
  }

  /** Nothing if there is no onion left that is still good, or another would fail as well. */
  Optional<Next> after(OutPending pending, HtlcFailure failure, long height) throws StoreException {
    Transit transit = pending.transit().afterAttempt();
    if (transit.delegated().book().isEmpty()) {
      return Optional.empty();
    }
    Verdict verdict = verdict(transit, failure);
    if (verdict == Verdict.GIVE_UP) {
      return Optional.empty();
    }
    Incoming incoming = transit.incoming();
    for (Delegations.Page page : delegations.pagesAfter(incoming.id(), transit.entry())) {
      Reading reading = reader.read(incoming, page.onion(), Optional.empty(), height);
      if (reading instanceof Reading.Accepted accepted) {
        Transit next = transit.with(accepted.onward(), page.index());
        if (next.giveUpAt(policy.cltv()) > height) {
          boolean awaitRelease = verdict == Verdict.AWAIT_RELEASE;
          return Optional.of(new Next(next, page.notBefore(), awaitRelease));
        }
      }
    }
    return Optional.empty();
  }

  private Verdict verdict(Transit transit, HtlcFailure failure) throws StoreException {
    if (transit.onward() instanceof Onward.Trampoline) {
      return answers.isBeyondWay(transit.onward(), failure)
          ? Verdict.AWAIT_RELEASE
          : Verdict.TRY_NEXT;
    }
    if (failure instanceof HtlcFailure.Malformed malformed) {
      return malformed.code() == INVALID_ONION_BLINDING.code()
          ? Verdict.AWAIT_RELEASE
          : Verdict.TRY_NEXT;
    }
    if (!(failure instanceof HtlcFailure.Encrypted encrypted)) {
      return Verdict.TRY_NEXT;
    }
    Incoming incoming = transit.incoming();
    Optional<Delegations.Page> page = delegations.page(incoming.id(), transit.entry());
    if (page.isEmpty() || page.get().capability().isEmpty()) {
      return Verdict.TRY_NEXT;
    }
    ErrorCapability capability = page.get().capability().get();
    return capability
        .bind(
            environment.nightjar().primitives(),
            page.get().onion(),
            incoming.paymentHash().toBytes())
        .flatMap(errors -> errors.read(encrypted.packet()))
        .map(origin -> verdict(origin, capability.hop()))
        .orElse(Verdict.TRY_NEXT);
  }

  /**
   * @param remoteHop the recipient's LSP
   */
  private static Verdict verdict(FailureOrigin origin, int remoteHop) {
    byte[] message = origin.message();
    int code = message.length < 2 ? 0 : ByteBuffer.wrap(message).getShort() & 0xffff;
    if (code == INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS.code()) {
      return Verdict.GIVE_UP;
    }
    return origin.hop() == remoteHop ? Verdict.AWAIT_RELEASE : Verdict.TRY_NEXT;
  }
}
