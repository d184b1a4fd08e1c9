package org.nightjar.sim;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nightjar.async.PaymentHash;
import org.nightjar.async.PaymentId;
import org.nightjar.async.Preimage;
import org.nightjar.async.payer.PayerMode;

/** A payment that an application ordered, and what became of it. */
public final class SimPayment {
  private final PaymentId id;
  private final SimNode payer;
  private final SimNode recipient;
  private final long amountMsat;
  private final PayerMode mode;
  private final Instant ordered;
  private @Nullable Instant ended;
  private @Nullable Preimage preimage;
  private @Nullable String failure;
  private long feeMsat;
  private boolean accepted;
  private boolean claimed;
  private @Nullable PaymentHash paymentHash;

  SimPayment(
      PaymentId id,
      SimNode payer,
      SimNode recipient,
      long amountMsat,
      PayerMode mode,
      Instant ordered) {
    this.id = id;
    this.payer = payer;
    this.recipient = recipient;
    this.amountMsat = amountMsat;
    this.mode = mode;
    this.ordered = ordered;
  }

  public PaymentId id() {
    return id;
  }

  public SimNode payer() {
    return payer;
  }

  public SimNode recipient() {
    return recipient;
  }

  /** What the recipient is to get, in millisatoshi. */
  public long amountMsat() {
    return amountMsat;
  }

  public PayerMode mode() {
    return mode;
  }

  /** Simulated time at which it was ordered. */
  public Instant ordered() {
    return ordered;
  }

  /** Simulated time at which its end was seen, if it has ended. */
  public Optional<Instant> ended() {
    return Optional.ofNullable(ended);
  }

  public boolean isOver() {
    return ended != null;
  }

  public boolean isPaid() {
    return preimage != null;
  }

  /** Why it failed, if it did: a short fixed text. */
  public Optional<String> failure() {
    return Optional.ofNullable(failure);
  }

  /** What it cost beside its amount, in millisatoshi; 0 if it is not paid. */
  public long feeMsat() {
    return feeMsat;
  }

  /** What the payer learnt, if it is paid. */
  public Optional<Preimage> preimage() {
    return Optional.ofNullable(preimage);
  }

  /** What its HTLCs are locked to, once there are any. */
  public Optional<PaymentHash> paymentHash() {
    return Optional.ofNullable(paymentHash);
  }

  /** Whether the recipient has begun to claim it. */
  boolean isClaimed() {
    return claimed;
  }

  void claim() {
    claimed = true;
  }

  void lock(PaymentHash hash) {
    paymentHash = hash;
  }

  /** Whether the payer has it in its store. */
  boolean isAccepted() {
    return accepted;
  }

  void accept() {
    accepted = true;
  }

  void succeed(Instant at, Preimage learnt, long fee) {
    if (!isOver()) {
      ended = at;
      preimage = learnt;
      feeMsat = fee;
    }
  }

  void fail(Instant at, String reason) {
    if (!isOver()) {
      ended = at;
      failure = reason;
    }
  }

  @Override
  public String toString() {
    return payer.name() + " pays " + recipient.name() + " " + amountMsat + " msat, " + mode;
  }
}
