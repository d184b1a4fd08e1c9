package org.nightjar.sim;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nightjar.async.PaymentId;

/** A payment that an application ordered, and how it ended. */
public abstract sealed class OrderedPayment permits SimPayment, PtlcPayment {
  private final PaymentId id;
  private final SimNode payer;
  private final SimNode recipient;
  private final long amountMsat;
  private final Instant ordered;
  private @Nullable Instant ended;
  private @Nullable String failure;
  private long feeMsat;
  private boolean claimed;

  OrderedPayment(PaymentId id, SimNode payer, SimNode recipient, long amountMsat, Instant ordered) {
    this.id = id;
    this.payer = payer;
    this.recipient = recipient;
    this.amountMsat = amountMsat;
    this.ordered = ordered;
  }

  public final PaymentId id() {
    return id;
  }

  public final SimNode payer() {
    return payer;
  }

  public final SimNode recipient() {
    return recipient;
  }

  /** What the recipient is to get, in millisatoshi. */
  public final long amountMsat() {
    return amountMsat;
  }

  /** Simulated time at which it was ordered. */
  public final Instant ordered() {
    return ordered;
  }

  /** Simulated time at which its end was seen, if it has ended. */
  public final Optional<Instant> ended() {
    return Optional.ofNullable(ended);
  }

  public final boolean isOver() {
    return ended != null;
  }

  /** Whether it is over, and the recipient has it. */
  public final boolean isPaid() {
    return isOver() && failure == null;
  }

  /** Why it failed, if it did: a short fixed text. */
  public final Optional<String> failure() {
    return Optional.ofNullable(failure);
  }

  /** What it cost beside its amount, in millisatoshi; 0 if it is not paid. */
  public final long feeMsat() {
    return feeMsat;
  }

  /** Whether the recipient has begun to claim it. */
  final boolean isClaimed() {
    return claimed;
  }

  final void claim() {
    claimed = true;
  }

  final void succeed(Instant at, long fee) {
    ended = at;
    feeMsat = fee;
  }

  final void fail(Instant at, String reason) {
    if (!isOver()) {
      ended = at;
      failure = reason;
    }
  }

  @Override
  public String toString() {
    return payer.name() + " pays " + recipient.name() + " " + amountMsat + " msat";
  }
}
