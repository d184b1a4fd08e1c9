package org.nightjar.cli.bolt12;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nightjar.Nightjar;
import org.nightjar.SecretKey;
import org.nightjar.cli.DocumentFields;
import org.nightjar.cli.HexBytes;
import org.nightjar.cli.PlainText;
import org.nightjar.cli.Subcommand;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.PaymentInfo;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireProfile;
import org.nightjar.wire.bolt12.Field;
import org.nightjar.wire.bolt12.Offer;
import org.nightjar.wire.bolt12.Signer;
import org.nightjar.wire.bolt12.StaticInvoice;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "create-static",
    description = {
      "Create a static invoice for an offer and print it: any number of payers can use it while"
          + " the recipient sleeps.",
      HexBytes.HELP
    })
final class CreateStaticCommand extends Subcommand {
  @Option(
      names = "--key",
      required = true,
      paramLabel = "HEX",
      description =
          "The secret key to sign with, 32 bytes: of offer_issuer_id, else of the last blinded node"
              + " id of a path of the offer.")
  private SecretKey key;

  @Option(
      names = "--offer",
      required = true,
      paramLabel = "TEXT",
      description = "The offer: lno1..., @file, or - for standard input.")
  private PlainText offer;

  @Option(
      names = "--payment-path",
      required = true,
      paramLabel = "HEX",
      description = "A blinded path to pay over; once per path.")
  private List<BlindedPath> paymentPaths;

  @Option(
      names = "--payment-info",
      required = true,
      paramLabel = "INFO",
      description =
          "BASE:PPM:DELTA:MIN:MAX of a payment path: fee in millisatoshi and millionths, blocks,"
              + " least and most millisatoshi; once per path, in their order.")
  private List<PaymentInfo> infos;

  @Option(
      names = "--message-path",
      required = true,
      paramLabel = "HEX",
      description = "A blinded path to the recipient, for held_htlc_available; once per path.")
  private List<BlindedPath> messagePaths;

  @Option(
      names = "--created-at",
      paramLabel = "SECONDS",
      description = "Unix time of creation (default: now).")
  private @Nullable Long createdAt;

  @Option(
      names = "--relative-expiry",
      paramLabel = "SECONDS",
      description = "How long it is good for (default: two weeks).")
  private @Nullable Long relativeExpiry;

  @Option(
      names = "--profile",
      paramLabel = "LDK|DRAFT",
      defaultValue = "LDK",
      description = "Whose type numbers (default: ${DEFAULT-VALUE}).")
  private WireProfile profile;

  @Override
  public Integer call() {
    Nightjar nightjar = open();
    Offer source = decode(nightjar);
    StaticInvoice.Builder builder =
        StaticInvoice.forOffer(source, profile)
            .set(Field.INVOICE_PATHS, paymentPaths)
            .set(Field.INVOICE_BLINDEDPAY, infos)
            .set(
                Field.INVOICE_CREATED_AT,
                createdAt == null ? Instant.now().getEpochSecond() : createdAt)
            .messagePaths(messagePaths);
    if (relativeExpiry != null) {
      builder.set(Field.INVOICE_RELATIVE_EXPIRY, relativeExpiry);
    }
    StaticInvoice invoice;
    try (SecretKey secret = key) {
      if (source.get(Field.OFFER_ISSUER_ID).isEmpty()) {
        builder.set(Field.INVOICE_NODE_ID, nightjar.publicKey(secret));
      }
      invoice = builder.build(nightjar, Signer.of(nightjar, secret));
    }
    if (json()) {
      print(DocumentFields.created(invoice));
    } else {
      out().println(invoice);
    }
    return DONE;
  }

  private Offer decode(Nightjar nightjar) {
    try {
      return Offer.decode(nightjar, offer.text());
    } catch (WireException e) {
      throw new IllegalArgumentException("--offer is none: " + e.getMessage());
    }
  }
}
