package org.nightjar.async.lsp;

import static org.nightjar.wire.failure.FailureCode.EXPIRY_TOO_SOON;
import static org.nightjar.wire.failure.FailureCode.INVALID_ONION_BLINDING;
import static org.nightjar.wire.failure.FailureCode.PERMANENT_CHANNEL_FAILURE;
import static org.nightjar.wire.failure.FailureCode.TEMPORARY_CHANNEL_FAILURE;
import static org.nightjar.wire.failure.FailureCode.TEMPORARY_TRAMPOLINE_FAILURE;
import static org.nightjar.wire.failure.FailureCode.UNKNOWN_NEXT_PEER;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nightjar.AttributedFailure;
import org.nightjar.AttributionData;
import org.nightjar.FailurePacket;
import org.nightjar.Failures;
import org.nightjar.HoldTimes;
import org.nightjar.OnionPacket;
import org.nightjar.Primitives;
import org.nightjar.SharedSecret;
import org.nightjar.async.HtlcFailure;
import org.nightjar.wire.failure.FailureCode;
import org.nightjar.wire.failure.FailureMessage;

/**
 * What goes upstream (BOLT 4 "Returning Errors"). On a blinded path all failures are equal: the
 * introduction node encrypts {@code invalid_onion_blinding} whatever happened behind it, and a node
 * further on does not encrypt at all.
 */
final class Answers {
  private static final int HASH_LENGTH = 32;
  private static final long MAX_HOLD_TIME = 0xffff_ffffL;

  private final Failures failures;

  Answers(Failures failures) {
    this.failures = failures;
  }

  /** Of an onion that cannot be read, outside of a blinded path. */
  static HtlcFailure badOnion(Primitives primitives, int code, OnionPacket onion) {
    return new HtlcFailure.Malformed(code, primitives.sha256(onion.toBytes()));
  }

  /** Of a node behind the introduction node. */
  static HtlcFailure blinded() {
    return new HtlcFailure.Malformed(INVALID_ONION_BLINDING.code(), new byte[HASH_LENGTH]);
  }

  /**
   * A failure that this node makes.
   *
   * @param why what the payer may know; not used on a blinded path
   * @param held how long it had the HTLC
   */
  HtlcFailure local(Upstream upstream, FailureMessage why, Duration held) {
    return switch (upstream.position()) {
      case PLAIN -> create(upstream, why, held);
      case INTRODUCTION -> create(upstream, FailureMessage.of(INVALID_ONION_BLINDING), held);
      case INNER ->
          upstream.inner().isPresent()
              ? create(upstream, FailureMessage.of(INVALID_ONION_BLINDING), held)
              : blinded();
    };
  }

  /** A trampoline node answers under both layers; others on the way see the outer one only. */
  private HtlcFailure create(Upstream upstream, FailureMessage why, Duration held) {
    if (upstream.inner().isEmpty()) {
      return encrypted(failures.createAttributed(upstream.secret(), why.encode(), units(held)));
    }
    FailurePacket inner = failures.create(upstream.inner().get(), why.encode());
    return wrapped(inner, null, upstream, held);
  }

  private HtlcFailure wrapped(
      FailurePacket packet,
      @Nullable AttributionData attribution,
      Upstream upstream,
      Duration held) {
    return encrypted(failures.wrapAttributed(packet, attribution, upstream.secret(), units(held)));
  }

  /**
   * A failure of an outgoing HTLC.
   *
   * @param held how long this node had the HTLC since it came, or was released
   */
  HtlcFailure relayed(Onward onward, HtlcFailure downstream, Duration held) {
    Upstream upstream = onward.upstream();
    if (upstream.position() == Position.PLAIN
        && downstream instanceof HtlcFailure.Encrypted failure) {
      if (!(onward instanceof Onward.Trampoline)) {
        return wrapped(failure.packet(), failure.attribution().orElse(null), upstream, held);
      }
      if (isBeyondWay(onward, failure)) {
        return wrapped(forPayer(onward, failure.packet()), null, upstream, held);
      }
    }
    return local(upstream, reason(onward, downstream), held);
  }

  /**
   * Whether a trampoline node's way was good, so that another would fail as well: then no node of
   * the way made the failure, and only the payer can read it.
   */
  boolean isBeyondWay(Onward onward, HtlcFailure downstream) {
    return downstream instanceof HtlcFailure.Encrypted failure
        && onward instanceof Onward.Trampoline trampoline
        && failures.decrypt(failure.packet(), trampoline.way().orElseThrow().secrets()).isEmpty();
  }

  /**
   * The layers of the way come off, by XOR as they went on; the layer of the inner onion goes on.
   */
  private FailurePacket forPayer(Onward onward, FailurePacket downstream) {
    FailurePacket packet = downstream;
    for (SharedSecret secret : ((Onward.Trampoline) onward).way().orElseThrow().secrets()) {
      packet = failures.wrap(packet, secret);
    }
    return failures.wrap(packet, onward.upstream().inner().orElseThrow());
  }

  /** What this node says of a failure that it must encrypt itself. */
  private static FailureMessage reason(Onward onward, HtlcFailure failure) {
    if (onward instanceof Onward.Trampoline) {
      return FailureMessage.of(TEMPORARY_TRAMPOLINE_FAILURE);
    }
    if (failure instanceof HtlcFailure.Malformed malformed
        && (malformed.code() & FailureCode.BADONION) != 0
        && malformed.sha256OfOnion().length == HASH_LENGTH) {
      return FailureMessage.ofBadOnion(malformed.code(), malformed.sha256OfOnion());
    }
    return FailureMessage.of(
        failure instanceof HtlcFailure.Local local ? code(local) : TEMPORARY_CHANNEL_FAILURE);
  }

  private static FailureCode code(HtlcFailure.Local failure) {
    return switch (failure.cause()) {
      case UNKNOWN_CHANNEL -> UNKNOWN_NEXT_PEER;
      case CHANNEL_CLOSED -> PERMANENT_CHANNEL_FAILURE;
      case TOO_LATE -> EXPIRY_TOO_SOON;
      case PEER_UNUSABLE, NO_CAPACITY, NO_HOLD_FEATURE -> TEMPORARY_CHANNEL_FAILURE;
    };
  }

  /** What goes upstream with a preimage; nodes inside a blinded path do not take part. */
  Optional<AttributionData> fulfilment(
      Onward onward, Optional<AttributionData> downstream, Duration held) {
    Upstream upstream = onward.upstream();
    boolean ownWay = onward instanceof Onward.Trampoline;
    return upstream.position() == Position.INNER
        ? Optional.empty()
        : Optional.of(
            failures.wrapFulfilment(
                ownWay ? null : downstream.orElse(null), upstream.secret(), units(held)));
  }

  private static long units(Duration held) {
    long units = held.toMillis() / HoldTimes.UNIT_MILLIS;
    return Math.max(0, Math.min(units, MAX_HOLD_TIME));
  }

  private static HtlcFailure encrypted(AttributedFailure failure) {
    return new HtlcFailure.Encrypted(failure.packet(), Optional.of(failure.attribution()));
  }
}
