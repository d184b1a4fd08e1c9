package org.nightjar.wire.bolt12;

import java.util.List;
import org.nightjar.wire.BlindedPath;

/** A static invoice that passed {@link PayerRules}. Immutable. */
public final class PayableStaticInvoice extends PayableInvoice<StaticInvoice> {
  PayableStaticInvoice(StaticInvoice invoice) {
    super(invoice);
  }

  /** Where to send held_htlc_available; at least one. */
  public List<BlindedPath> messagePaths() {
    return invoice().messagePaths();
  }
}
