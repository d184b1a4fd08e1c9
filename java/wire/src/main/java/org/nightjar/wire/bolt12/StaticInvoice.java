package org.nightjar.wire.bolt12;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.nightjar.Nightjar;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireProfile;

/**
 * What a server hands out for a recipient that sleeps: an invoice without payment hash and amount,
 * for any number of payers, with paths on which to tell the recipient that a payment is held
 * (bolts#1149). One that was decoded may be anybody's: who pays it gets a {@link
 * PayableStaticInvoice} from {@link PayerRules}, which alone has paths to send over. Immutable.
 */
public final class StaticInvoice extends AnyInvoice {
  private static final String MESSAGE_NAME = "static_invoice";
  private static final long DEFAULT_EXPIRY = 1_209_600;
  private static final int DRAFT_MIN_MESSAGE_PATHS = 2;
  private static final Map<Long, Field<?>> COMMON =
      FieldValues.known(Stream.of(Offer.FIELDS, AnyInvoice.FIELDS).flatMap(List::stream).toList());

  private final WireProfile profile;

  private StaticInvoice(FieldValues fields, WireProfile profile) {
    super(fields, MESSAGE_NAME, DEFAULT_EXPIRY);
    this.profile = profile;
  }

  /**
   * Decodes a TLV stream. Signature, keys and expiry are not checked here: {@link PayerRules}.
   *
   * @throws WireException for the first rule that it breaks
   */
  public static StaticInvoice decode(byte[] bytes, WireProfile profile) throws WireException {
    Field<List<BlindedPath>> messagePaths = Field.staticInvoiceMessagePaths(profile);
    Map<Long, Field<?>> known = new HashMap<>(COMMON);
    known.put(messagePaths.type(), messagePaths);
    FieldValues fields = FieldValues.decode(bytes, known, StaticInvoice::isAllowed);
    DocumentRules.checkStaticInvoice(fields, messagePaths);
    return new StaticInvoice(fields, profile);
  }

  /** The same invoice serves every payer, so there is nothing in it of one request. */
  private static boolean isAllowed(long type) {
    return (Ranges.isOffer(type) || !Ranges.isInvoiceRequest(type))
        && type != Field.INVOICE_PAYMENT_HASH.type()
        && type != Field.INVOICE_AMOUNT.type();
  }

  /** The profile that it was made for. */
  public WireProfile profile() {
    return profile;
  }

  /** Where to send held_htlc_available; at least one; handed out once it is checked. */
  List<BlindedPath> messagePaths() {
    return get(Field.staticInvoiceMessagePaths(profile)).orElseThrow();
  }

  /** Whether the fields of the offer in it are those of this offer, byte for byte. */
  public boolean isFor(Offer offer) {
    return Mirror.records(stream(), Ranges::isOffer).equals(offer.stream().records());
  }

  /** A builder of a static invoice for an offer, whose fields it repeats. */
  public static Builder forOffer(Offer offer, WireProfile profile) {
    return new Builder(offer, profile);
  }

  /** Builds a static invoice. Not for use by two threads at once. */
  public static final class Builder extends DocumentBuilder<Builder> {
    private final WireProfile profile;

    private Builder(Offer offer, WireProfile profile) {
      super(offer.stream(), Ranges::isOffer);
      this.profile = profile;
      offer.get(Field.OFFER_ISSUER_ID).ifPresent(id -> set(Field.INVOICE_NODE_ID, id));
    }

    /**
     * Where to send held_htlc_available.
     *
     * @param paths at least one, for the draft at least two
     * @throws IllegalArgumentException if there are too few
     */
    public Builder messagePaths(List<BlindedPath> paths) {
      if (profile == WireProfile.DRAFT && paths.size() < DRAFT_MIN_MESSAGE_PATHS) {
        throw new IllegalArgumentException("the draft wants at least two message paths");
      }
      return set(Field.staticInvoiceMessagePaths(profile), paths);
    }

    /**
     * The static invoice.
     *
     * @param signer with the key of {@code invoice_node_id}
     * @throws IllegalArgumentException if a reader would refuse it
     */
    public StaticInvoice build(Nightjar nightjar, Signer signer) {
      byte[] bytes = sign(MESSAGE_NAME, signer);
      return validSigned(nightjar, () -> decode(bytes, profile));
    }
  }
}
