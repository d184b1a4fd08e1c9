package org.nightjar.cli.demo;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.nightjar.cli.DocumentFields;
import org.nightjar.cli.EncryptedDataFields;
import org.nightjar.cli.NamedFields;
import org.nightjar.sim.NetMessage;
import org.nightjar.sim.scenario.Moment;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireProfile;
import org.nightjar.wire.async.AsyncMessage;
import org.nightjar.wire.async.ClaimReceipt;
import org.nightjar.wire.async.HeldHtlcAvailable;
import org.nightjar.wire.async.OfferPaths;
import org.nightjar.wire.async.OfferPathsRequest;
import org.nightjar.wire.async.ReleaseHeldHtlc;
import org.nightjar.wire.async.ServeStaticInvoice;
import org.nightjar.wire.bolt12.Document;
import org.nightjar.wire.bolt12.Invoice;
import org.nightjar.wire.bolt12.InvoiceRequest;
import org.nightjar.wire.bolt12.StaticInvoice;
import org.nightjar.wire.message.ContentType;
import org.nightjar.wire.message.PeeledMessage;

/** Onion messages: what is inside, as the audience knows it, and what the peer can read. */
final class OnionTelling {
  private final Moment.Message moment;

  private OnionTelling(Moment.Message moment) {
    this.moment = moment;
  }

  static Telling of(Moment.Message moment, NetMessage.Onion onion) {
    return new OnionTelling(moment).tell(onion);
  }

  private Telling tell(NetMessage.Onion onion) {
    Telling content =
        moment
            .inside()
            .flatMap(inside -> inside.payload().content())
            .map(OnionTelling::content)
            .orElse(new Telling("onion_message", "", List.of()));
    List<Section> sections = new ArrayList<>();
    NamedFields wire = new NamedFields();
    int length = onion.message().packet().length();
    wire.add("onion_message_packet", length + " bytes", length);
    wire.add("path_key", onion.message().pathKey().toBytes());
    sections.add(new Section("onion_message, type 513", wire));
    PeeledMessage opened = moment.opened().orElse(null);
    if (opened instanceof PeeledMessage.Forward forward) {
      sections.add(
          new Section(moment.to() + " reads, and no more", EncryptedDataFields.of(forward.data())));
      return new Telling(content.title(), "sealed", sections);
    }
    if (opened instanceof PeeledMessage.Last last) {
      NamedFields mine = EncryptedDataFields.of(last.data());
      last.payload()
          .replyPath()
          .ifPresent(path -> mine.add("reply_path", DocumentFields.pathText(path)));
      sections.add(new Section(moment.to() + " reads", mine));
      sections.addAll(content.sections());
      return new Telling(content.title(), content.detail(), sections);
    }
    return new Telling(content.title(), moment.lost() ? "does not arrive" : "", sections);
  }

  private static Telling content(TlvRecord content) {
    try {
      return AsyncMessage.isType(content.type())
          ? async(AsyncMessage.decode(content, WireProfile.LDK))
          : document(content)
              .or(() -> PtlcTelling.content(content))
              .orElseGet(() -> unknown(content));
    } catch (WireException e) {
      return unknown(content);
    }
  }

  private static Telling unknown(TlvRecord content) {
    return new Telling("content of type " + content.type(), "", List.of());
  }

  private static Telling async(AsyncMessage message) throws WireException {
    NamedFields fields = new NamedFields();
    if (message instanceof OfferPathsRequest request) {
      fields.add("invoice_slot", Integer.toString(request.invoiceSlot()), request.invoiceSlot());
      return told("offer_paths_request", "for a new offer", fields);
    }
    if (message instanceof OfferPaths answer) {
      answer.paths().forEach(path -> fields.add("paths", DocumentFields.pathText(path)));
      return told("offer_paths", "to be asked over", fields);
    }
    if (message instanceof ServeStaticInvoice serve) {
      StaticInvoice invoice = StaticInvoice.decode(serve.invoice(), WireProfile.LDK);
      fields.add("forward_invoice_request_path", DocumentFields.pathText(serve.forwardPath()));
      return new Telling(
          "serve_static_invoice",
          serve.invoice().length + " bytes, signed",
          List.of(
              new Section("serve_static_invoice", fields),
              new Section("the static invoice", fields(invoice))));
    }
    if (message instanceof HeldHtlcAvailable) {
      return told("held_htlc_available", "a payment waits for you", fields);
    }
    return message instanceof ReleaseHeldHtlc
        ? told("release_held_htlc", "awake: send it", fields)
        : told("static_invoice_persisted", "on disk", fields);
  }

  private static Telling told(String title, String detail, NamedFields fields) {
    return new Telling(
        title, detail, fields.list().isEmpty() ? List.of() : List.of(new Section(title, fields)));
  }

  private static Optional<Telling> document(TlvRecord content) throws WireException {
    byte[] bytes = content.value();
    if (content.type() == ContentType.INVOICE_REQUEST) {
      return Optional.of(document(InvoiceRequest.decode(bytes), "for the offer"));
    }
    if (content.type() == ContentType.STATIC_INVOICE) {
      return Optional.of(
          document(StaticInvoice.decode(bytes, WireProfile.LDK), "without a payment hash"));
    }
    if (content.type() == ContentType.INVOICE) {
      return Optional.of(document(Invoice.decode(bytes), "an ordinary one, too late"));
    }
    if (content.type() == ContentType.CLAIM_RECEIPT) {
      return Optional.of(receipt(ClaimReceipt.decode(bytes)));
    }
    return Optional.empty();
  }

  private static Telling document(Document document, String detail) {
    String kind = DocumentFields.kind(document);
    return told(kind, detail, fields(document));
  }

  private static NamedFields fields(Document document) {
    NamedFields fields = new NamedFields();
    String name = "";
    for (String[] row : DocumentFields.of(document).rows()) {
      name = row[0].isEmpty() ? name : row[0];
      fields.add(name, row[1]);
    }
    return fields;
  }

  private static Telling receipt(ClaimReceipt receipt) {
    NamedFields fields = new NamedFields();
    fields.add("payment_hash", HexFormat.of().formatHex(receipt.paymentHash()));
    fields.add("amount_msat", Amounts.sat(receipt.amountMsat()), receipt.amountMsat());
    fields.add("time", Long.toString(receipt.time()), receipt.time());
    return told("claim_receipt", "signed, " + Amounts.sat(receipt.amountMsat()), fields);
  }
}
