package org.nightjar.sim;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nightjar.async.PaymentHash;
import org.nightjar.async.PaymentId;
import org.nightjar.async.Preimage;
import org.nightjar.async.payer.PayerMode;

/** A payment of an offer that an application ordered, and what became of it. */
public final class SimPayment extends OrderedPayment {
  private final PayerMode mode;
  private @Nullable Preimage preimage;
  private boolean accepted;
  private @Nullable PaymentHash paymentHash;

  SimPayment(
      PaymentId id,
      SimNode payer,
      SimNode recipient,
      long amountMsat,
      PayerMode mode,
      Instant ordered) {
    super(id, payer, recipient, amountMsat, ordered);
    this.mode = mode;
  }

  public PayerMode mode() {
    return mode;
  }

  /** What the payer learnt, if it is paid. */
  public Optional<Preimage> preimage() {
    return Optional.ofNullable(preimage);
  }

  /** What its HTLCs are locked to, once there are any. */
  public Optional<PaymentHash> paymentHash() {
    return Optional.ofNullable(paymentHash);
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
      succeed(at, fee);
      preimage = learnt;
    }
  }

  @Override
  public String toString() {
    return super.toString() + ", " + mode;
  }
}
