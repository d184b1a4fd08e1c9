package org.nightjar.cli.bolt12;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nightjar.PublicKey;
import org.nightjar.cli.Chain;
import org.nightjar.cli.DocumentFields;
import org.nightjar.cli.HexBytes;
import org.nightjar.cli.Subcommand;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.bolt12.Field;
import org.nightjar.wire.bolt12.Offer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "create",
    description = {"Create an offer and print it; amounts are in millisatoshi.", HexBytes.HELP})
final class CreateOfferCommand extends Subcommand {
  @Option(names = "--amount", paramLabel = "MSAT", description = "What one item costs.")
  private @Nullable Long amount;

  @Option(names = "--description", paramLabel = "TEXT", description = "What is paid for.")
  private @Nullable String description;

  @Option(names = "--issuer", paramLabel = "TEXT", description = "Who offers it.")
  private @Nullable String issuer;

  @Option(
      names = "--issuer-id",
      paramLabel = "PUBKEY",
      description = "The key that signs the invoice; without paths, also the node to ask.")
  private @Nullable PublicKey issuerId;

  @Option(
      names = "--path",
      paramLabel = "HEX",
      description = "A blinded path to ask over; once per path.")
  private List<BlindedPath> paths = List.of();

  @Option(
      names = "--expiry",
      paramLabel = "SECONDS",
      description = "Unix time after which the offer is void (default: never).")
  private @Nullable Long absoluteExpiry;

  @Option(
      names = "--quantity-max",
      paramLabel = "COUNT",
      description = "Items at most, 0 for any number (default: one item).")
  private @Nullable Long quantityMax;

  @Option(
      names = "--chain",
      paramLabel = "NAME",
      description = "One of ${COMPLETION-CANDIDATES} (default: bitcoin).")
  private @Nullable Chain chain;

  @Override
  public Integer call() {
    Offer.Builder builder = Offer.builder();
    set(builder, Field.OFFER_CHAINS, chain == null ? null : List.of(chain.hash()));
    set(builder, Field.OFFER_AMOUNT, amount);
    set(builder, Field.OFFER_DESCRIPTION, description);
    set(builder, Field.OFFER_ABSOLUTE_EXPIRY, absoluteExpiry);
    set(builder, Field.OFFER_PATHS, paths.isEmpty() ? null : paths);
    set(builder, Field.OFFER_ISSUER, issuer);
    set(builder, Field.OFFER_QUANTITY_MAX, quantityMax);
    set(builder, Field.OFFER_ISSUER_ID, issuerId);
    Offer offer = builder.build(open());
    if (json()) {
      print(DocumentFields.created(offer));
    } else {
      out().println(offer);
    }
    return DONE;
  }

  private static <T> void set(Offer.Builder builder, Field<T> field, @Nullable T value) {
    if (value != null) {
      builder.set(field, value);
    }
  }
}
