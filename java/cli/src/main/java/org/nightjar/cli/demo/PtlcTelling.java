package org.nightjar.cli.demo;

import java.util.List;
import java.util.Optional;
import org.nightjar.cli.DocumentFields;
import org.nightjar.cli.NamedFields;
import org.nightjar.cli.PayloadFields;
import org.nightjar.ptlc.IssuedTuple;
import org.nightjar.ptlc.PoolCertificate;
import org.nightjar.ptlc.ReceiptMessage;
import org.nightjar.sim.ptlc.PoolPut;
import org.nightjar.sim.ptlc.PtlcInvoice;
import org.nightjar.sim.ptlc.PtlcPaths;
import org.nightjar.sim.ptlc.PtlcTypes;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.WireException;

/** Messages about reusable PTLC invoices, which are experimental. */
final class PtlcTelling {
  private PtlcTelling() {}

  /** The content of an onion message, if it is about PTLCs. */
  static Optional<Telling> content(TlvRecord content) {
    NamedFields fields = new NamedFields();
    if (content.type() == PtlcTypes.ISSUE_REQUEST) {
      fields.add("payer_commitment", content.value());
      return Optional.of(told("ptlc_issue_request", "a nonce pair for me", fields));
    }
    if (content.type() == PtlcTypes.INVOICE) {
      return Optional.of(invoice(content.value()));
    }
    if (content.type() == PtlcTypes.HELD_PTLC_AVAILABLE) {
      return Optional.of(new Telling("held_ptlc_available", "a payment waits for you", List.of()));
    }
    return content.type() == PtlcTypes.RELEASE_HELD_PTLC
        ? Optional.of(new Telling("release_held_ptlc", "awake: send it", List.of()))
        : Optional.empty();
  }

  private static Telling invoice(byte[] bytes) {
    try {
      PtlcInvoice invoice = PtlcInvoice.decode(bytes);
      IssuedTuple issued = invoice.issued();
      NamedFields fields = new NamedFields();
      fields.add("index", Long.toString(issued.tuple().index()), issued.tuple().index());
      issued.tuple().nonces().forEach(nonce -> fields.add("nonce", nonce.toBytes()));
      issued.path().forEach(sibling -> fields.add("merkle_path", sibling.toString()));
      issued
          .statement()
          .ifPresent(
              said -> {
                fields.add("payer_commitment", said.payerCommitment().toString());
                fields.add("lsp_time", Long.toString(said.lspTime()), said.lspTime());
                fields.add("lsp_signature", said.signature().toBytes());
              });
      return new Telling(
          "ptlc_invoice",
          "nonce pair " + issued.tuple().index() + ", signed",
          List.of(
              new Section("the nonce pair, and the LSP's word", fields),
              certificate(issued.certificate()),
              paths(invoice.paths())));
    } catch (WireException e) {
      return new Telling("ptlc_invoice", "malformed", List.of());
    }
  }

  /** What a recipient gives its LSP. */
  static Telling pool(byte[] payload) {
    try {
      PoolPut put = PoolPut.decode(payload);
      PoolCertificate certificate = put.pool().certificate();
      return new Telling(
          "nj_ptlc_pool_put",
          certificate.parameters().count() + " nonce pairs",
          List.of(certificate(certificate), paths(put.paths())));
    } catch (WireException e) {
      return new Telling("nj_ptlc_pool_put", "malformed", List.of());
    }
  }

  private static Section certificate(PoolCertificate certificate) {
    NamedFields fields = new NamedFields();
    fields.add("offer_id", certificate.offer().toString());
    fields.add("payee", certificate.payee().toString());
    fields.add("epoch_id", certificate.epoch().toString());
    long count = certificate.parameters().count();
    fields.add("count", Long.toString(count), count);
    fields.add("merkle_root", certificate.root().toString());
    fields.add("issuer_signature", certificate.signature().toBytes());
    return new Section("the pool's certificate", fields);
  }

  private static Section paths(PtlcPaths paths) {
    NamedFields fields = new NamedFields();
    fields.add("payment_path", DocumentFields.pathText(paths.payment()));
    fields.add("held_path", DocumentFields.pathText(paths.held()));
    return new Section("the ways to the recipient", fields);
  }

  /** What a receipt will say, in the recipient's onion. */
  static Section message(ReceiptMessage message) {
    long msat = message.terms().amountMsat();
    NamedFields fields = new NamedFields();
    fields.add("offer_id", message.offer().toString());
    fields.add("payee", message.payee().toString());
    fields.add("payer_key", message.terms().payerKey().toString());
    fields.add("payer_nonce", message.terms().payerNonce().toString());
    fields.add("amount_msat", PayloadFields.msat(msat), msat);
    fields.add(
        "timestamp", Long.toString(message.terms().timestamp()), message.terms().timestamp());
    fields.add("expiry", Long.toString(message.terms().expiry()), message.terms().expiry());
    fields.add("epoch_id", message.epoch().toString());
    fields.add("index", Long.toString(message.index()), message.index());
    return new Section("in it the message that the receipt signs", fields);
  }

  private static Telling told(String title, String detail, NamedFields fields) {
    return new Telling(title, detail, List.of(new Section(title, fields)));
  }
}
