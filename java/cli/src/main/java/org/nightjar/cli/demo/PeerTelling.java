package org.nightjar.cli.demo;

import java.util.List;
import java.util.Locale;
import org.nightjar.cli.NamedFields;
import org.nightjar.cli.PayloadFields;
import org.nightjar.sim.NetMessage;
import org.nightjar.sim.ptlc.PtlcTypes;
import org.nightjar.wire.WireException;
import org.nightjar.wire.delegation.DelegationAck;
import org.nightjar.wire.delegation.DelegationMessage;
import org.nightjar.wire.delegation.HoldStatus;
import org.nightjar.wire.delegation.OnionBookPut;
import org.nightjar.wire.delegation.OutboxAck;
import org.nightjar.wire.delegation.OutboxPut;

/** Messages of Nightjar's own between a payer and its LSP. */
final class PeerTelling {
  private PeerTelling() {}

  static Telling of(NetMessage.Own own) {
    if (own.type() == PtlcTypes.POOL_PUT) {
      return PtlcTelling.pool(own.payload());
    }
    try {
      return tell(DelegationMessage.decode(own.type(), own.payload()));
    } catch (WireException e) {
      return new Telling("message " + own.type(), "", List.of());
    }
  }

  private static Telling tell(DelegationMessage message) {
    NamedFields fields = new NamedFields();
    fields.add("htlc", message.htlc());
    if (message instanceof OnionBookPut book) {
      for (OnionBookPut.Entry entry : book.entries()) {
        fields.add("entry " + entry.index(), entry(entry));
      }
      return told("nj_onion_book_put", book.entries().size() + " onions to try in turn", fields);
    }
    if (message instanceof OutboxPut outbox) {
      int count = outbox.entries().size();
      for (OutboxPut.Entry entry : outbox.entries()) {
        fields.add("not_before", Long.toString(entry.notBefore()), entry.notBefore());
      }
      String messages = count == 1 ? "1 message" : count + " messages";
      return told("nj_outbox_put", messages + " to send meanwhile", fields);
    }
    if (message instanceof DelegationAck ack) {
      fields.add("kept", Integer.toString(ack.kept()), ack.kept());
      return told(
          ack instanceof OutboxAck ? "nj_outbox_ack" : "nj_book_ack",
          ack.kept() == 0 ? "kept none" : "kept " + ack.kept() + ", on disk",
          fields);
    }
    HoldStatus status = (HoldStatus) message;
    String state = status.state().name().toLowerCase(Locale.ROOT);
    String until = PayloadFields.grouped(status.expiry());
    fields.add("state", state);
    fields.add("height", PayloadFields.grouped(status.height()), status.height());
    fields.add("expiry", until, status.expiry());
    return told(
        "nj_hold_status",
        status.state() == HoldStatus.State.HELD ? "held, until block " + until : state,
        fields);
  }

  private static String entry(OnionBookPut.Entry entry) {
    String forwards =
        entry.amountMsat() == 0
            ? "forwards what only the LSP knows"
            : "forwards " + Amounts.sat(entry.amountMsat());
    return forwards
        + entry
            .capability()
            .map(c -> ", reads failures: " + c.level().name().toLowerCase(Locale.ROOT))
            .orElse(", reads no failures");
  }

  private static Telling told(String title, String detail, NamedFields fields) {
    return new Telling(title, detail, List.of(new Section(title, fields)));
  }
}
