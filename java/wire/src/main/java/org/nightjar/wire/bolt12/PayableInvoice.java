package org.nightjar.wire.bolt12;

import java.util.List;

/**
 * An invoice that passed {@link PayerRules}: by the right key, for our request, in time, over the
 * right path. Only this has paths to pay over, so that none of an unchecked invoice is used. To
 * keep one over a restart, keep request, invoice and time, and check again. Immutable.
 *
 * @param <I> of the invoice
 */
public sealed class PayableInvoice<I extends AnyInvoice> permits PayableStaticInvoice {
  private final I invoice;

  PayableInvoice(I invoice) {
    this.invoice = invoice;
  }

  /** The invoice itself. */
  public final I invoice() {
    return invoice;
  }

  /**
   * The paths that a payer can use, the preferred first: those without an unknown even feature bit.
   *
   * @return at least one
   */
  public final List<AnyInvoice.PaymentPath> paymentPaths() {
    return invoice.usablePaths();
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof PayableInvoice<?> payable && invoice.equals(payable.invoice);
  }

  @Override
  public final int hashCode() {
    return invoice.hashCode();
  }

  @Override
  public final String toString() {
    return "PayableInvoice[" + invoice + "]";
  }
}
