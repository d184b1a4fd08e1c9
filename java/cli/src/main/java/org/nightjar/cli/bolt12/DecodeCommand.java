package org.nightjar.cli.bolt12;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.nightjar.Nightjar;
import org.nightjar.cli.Bolt12Documents;
import org.nightjar.cli.DocumentFields;
import org.nightjar.cli.NamedFields;
import org.nightjar.cli.PlainText;
import org.nightjar.cli.Subcommand;
import org.nightjar.cli.terminal.Style;
import org.nightjar.cli.terminal.Table;
import org.nightjar.wire.WireException;
import org.nightjar.wire.bolt11.UnverifiedBolt11;
import org.nightjar.wire.bolt12.Document;
import org.nightjar.wire.bolt12.SignedDocument;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "decode",
    description =
        "Print an offer, invoice request, invoice or static invoice field by field. Exit code 1 if"
            + " it breaks a rule of BOLT 12, or its signature is wrong. Invoices of BOLT 11 are"
            + " read too, but their signature is not checked.")
final class DecodeCommand extends Subcommand {
  @Parameters(
      paramLabel = "TEXT",
      description =
          "It starts with lno1, lnr1, lni1, lnbc or lntb; or @file, or - for standard input.")
  private PlainText text;

  @Override
  public Integer call() {
    return Bolt11Fields.isMeant(text.text()) ? decodeBolt11() : decodeBolt12();
  }

  private Integer decodeBolt11() {
    UnverifiedBolt11 invoice;
    try {
      invoice = UnverifiedBolt11.decode(text.text().strip());
    } catch (WireException e) {
      return refuse("this is no invoice of BOLT 11: " + e.getMessage());
    }
    NamedFields fields = Bolt11Fields.of(invoice);
    if (json()) {
      JsonObject json = new JsonObject();
      json.addProperty("kind", "bolt11_invoice");
      json.add("fields", fields.toJson());
      json.add("signature_ok", JsonNull.INSTANCE);
      print(json);
    } else {
      Table table = new Table(Style.DIM, Style.PLAIN).row("kind", "invoice of BOLT 11");
      fields.addTo(table.row("signature", "NOT CHECKED"));
      table.print(terminal(), 0);
    }
    return DONE;
  }

  private Integer decodeBolt12() {
    Nightjar nightjar = open();
    Document document;
    try {
      document = Bolt12Documents.decode(nightjar, text.text());
    } catch (WireException e) {
      return refuse("this is no document of BOLT 12: " + e.getMessage());
    }
    boolean signed = document instanceof SignedDocument;
    boolean good = !signed || ((SignedDocument) document).hasValidSignature(nightjar);
    if (json()) {
      print(toJson(document, signed ? good : null));
    } else {
      print(document, !signed ? "needs none" : good ? "valid" : "WRONG");
    }
    return good ? DONE : fail("the signature is wrong: believe nothing of it");
  }

  private static JsonObject toJson(Document document, @Nullable Boolean signatureOk) {
    JsonObject json = new JsonObject();
    json.addProperty("kind", DocumentFields.kind(document));
    json.add("fields", DocumentFields.of(document).toJson());
    json.addProperty("merkle_root", HexFormat.of().formatHex(document.merkleRoot()));
    json.addProperty("signature_ok", signatureOk);
    return json;
  }

  private void print(Document document, String signature) {
    Table table =
        new Table(Style.DIM, Style.PLAIN)
            .row("kind", DocumentFields.kind(document).replace('_', ' '))
            .row("signature", signature);
    DocumentFields.of(document).rows().forEach(row -> table.row("  " + row[0], row[1]));
    table.print(terminal(), 0);
  }
}
