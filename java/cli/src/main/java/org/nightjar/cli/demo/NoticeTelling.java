package org.nightjar.cli.demo;

import java.util.Locale;
import org.nightjar.async.Notice;
import org.nightjar.cli.PayloadFields;

/** What nodes tell their applications. */
final class NoticeTelling {
  private NoticeTelling() {}

  static String of(Notice notice) {
    if (notice instanceof Notice.OfferReady) {
      return "can show the offer";
    } else if (notice instanceof Notice.HtlcHeld held) {
      return "holds "
          + Amounts.sat(held.amountMsat())
          + ", to block "
          + PayloadFields.grouped(held.failAtHeight());
    } else if (notice instanceof Notice.HoldEnded ended) {
      return ended.failureCode().isEmpty() ? "releases what it held" : "gives the payment up";
    } else if (notice instanceof Notice.PaymentHeld) {
      return "may go offline: the LSP holds the payment";
    } else if (notice instanceof Notice.PaymentReceived received) {
      return "is paid " + Amounts.sat(received.amountMsat());
    } else if (notice instanceof Notice.PaymentSucceeded paid) {
      return "knows that it is paid; fees " + Amounts.sat(paid.feeMsat());
    } else if (notice instanceof Notice.ReceiptArrived) {
      return "keeps the recipient's signed receipt";
    } else if (notice instanceof Notice.PaymentFailed failed) {
      return "learns that the payment failed: " + failed.reason();
    } else if (notice instanceof Notice.IndexIssued issued) {
      return "issues nonce pair " + issued.index();
    } else if (notice instanceof Notice.EpochStarted started) {
      return "makes " + started.indices() + " nonce pairs for its LSP";
    } else if (notice instanceof Notice.EpochDied died) {
      return "finds its epoch dead: " + died.why().toLowerCase(Locale.ROOT).replace('_', ' ');
    } else if (notice instanceof Notice.PtlcPaymentReceived received) {
      return "is paid "
          + Amounts.sat(received.amountMsat())
          + ": nonce pair "
          + received.index()
          + " answered";
    } else if (notice instanceof Notice.ReceiptObtained obtained) {
      return "has a receipt; fees " + Amounts.sat(obtained.feeMsat());
    } else if (notice instanceof Notice.PtlcPaymentFailed failed) {
      return "learns that the payment failed: " + failed.reason();
    }
    return "the disk fails; no new promises";
  }
}
