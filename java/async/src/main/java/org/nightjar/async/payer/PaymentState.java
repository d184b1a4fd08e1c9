package org.nightjar.async.payer;

import java.util.List;

/** Where a payment stands. */
public sealed interface PaymentState
    permits AwaitInvoice, AwaitOrdinary, WaitRelease, PaymentState.WithHtlcs, PaymentState.Ended {
  /** What was ordered. */
  Order order();

  /** What became of the HTLCs; none if it never came to that. */
  default List<Part> parts() {
    return List.of();
  }

  /** Some of its money is, or is about to be, locked in HTLCs. */
  sealed interface WithHtlcs extends PaymentState permits Adding, Dormant, InFlight, Settling {
    /** What is paid. */
    Terms terms();

    /** The HTLCs; at least one. */
    @Override
    List<Part> parts();

    /** Whether HTLCs are offered for the first node to hold. */
    default boolean isHold() {
      return false;
    }

    /**
     * Whether no attempt is made before the recipient says again that it is there: it is asked when
     * nothing is locked any more.
     */
    default boolean awaitsRecipient() {
      return false;
    }

    /** The same state with other parts. */
    WithHtlcs withParts(List<Part> parts);
  }

  /** It is over: nothing is locked any more. */
  sealed interface Ended extends PaymentState permits Succeeded, Failed {}
}
