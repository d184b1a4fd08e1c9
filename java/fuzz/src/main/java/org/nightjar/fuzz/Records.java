package org.nightjar.fuzz;

import java.util.ArrayList;
import java.util.List;
import org.nightjar.Nightjar;
import org.nightjar.async.lsp.LspRecords;
import org.nightjar.async.mailbox.MailRecords;
import org.nightjar.async.payer.PayerRecords;
import org.nightjar.async.recipient.RecipientRecords;
import org.nightjar.async.server.ServerRecords;
import org.nightjar.ptlc.PtlcRecords;
import org.nightjar.sim.ptlc.SimRecords;

/** Every reader of what lies in stores, and of what a node says to itself in its paths. */
final class Records {
  private Records() {}

  /** The readers; their order is that of inputs kept in files, so new ones come last. */
  static List<Reader> readers(Nightjar nightjar) {
    List<Reader> all = new ArrayList<>();
    all.addAll(LspRecords.readers());
    all.addAll(MailRecords.readers());
    all.addAll(PayerRecords.readers(nightjar));
    all.addAll(RecipientRecords.readers(nightjar));
    all.addAll(ServerRecords.readers());
    all.addAll(PtlcRecords.readers());
    all.addAll(SimRecords.readers());
    return all;
  }
}
