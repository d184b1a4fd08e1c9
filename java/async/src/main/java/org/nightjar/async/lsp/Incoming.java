package org.nightjar.async.lsp;

import org.nightjar.PublicKey;
import org.nightjar.async.HtlcId;
import org.nightjar.async.IncomingHtlc;
import org.nightjar.async.PaymentHash;

/** What stays of an incoming HTLC once its onion is read. */
record Incoming(
    HtlcId id,
    PublicKey peer,
    long amountMsat,
    PaymentHash paymentHash,
    long cltvExpiry,
    boolean hold) {
  static Incoming of(IncomingHtlc htlc) {
    return new Incoming(
        htlc.id(),
        htlc.peer(),
        htlc.amountMsat(),
        htlc.paymentHash(),
        htlc.cltvExpiry(),
        htlc.hold());
  }
}
