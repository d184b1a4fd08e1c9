package org.nightjar.sim;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nightjar.async.PaymentId;
import org.nightjar.ptlc.Receipt;

/** A payment of a reusable PTLC invoice that an application ordered, and what became of it. */
public final class PtlcPayment extends OrderedPayment {
  private final int parts;
  private @Nullable Receipt receipt;

  PtlcPayment(
      PaymentId id, SimNode payer, SimNode recipient, long amountMsat, int parts, Instant ordered) {
    super(id, payer, recipient, amountMsat, ordered);
    this.parts = parts;
  }

  /** Over how many PTLCs. */
  public int parts() {
    return parts;
  }

  /** What the payer has for its money, if it is paid. */
  public Optional<Receipt> receipt() {
    return Optional.ofNullable(receipt);
  }

  void succeed(Instant at, Receipt proof, long fee) {
    if (!isOver()) {
      succeed(at, fee);
      receipt = proof;
    }
  }

  @Override
  public String toString() {
    return super.toString() + ", by PTLC";
  }
}
