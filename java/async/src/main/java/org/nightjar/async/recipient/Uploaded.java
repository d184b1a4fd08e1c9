package org.nightjar.async.recipient;

/** There is an offer, and a static invoice for it was sent to the server. */
sealed interface Uploaded extends OfferSlot permits Pending, Ready, Used {
  Served served();

  /** The same state with a newer invoice, or an acknowledged one. */
  Uploaded with(Upload upload);
}
