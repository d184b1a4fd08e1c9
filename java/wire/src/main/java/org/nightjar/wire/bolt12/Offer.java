package org.nightjar.wire.bolt12;

import java.util.List;
import java.util.Map;
import org.nightjar.Nightjar;
import org.nightjar.wire.TlvStream;
import org.nightjar.wire.WireException;

/** Where and for what to ask for an invoice (BOLT 12 "Offers"). Immutable. */
public final class Offer extends Document {
  static final List<Field<?>> FIELDS =
      List.of(
          Field.OFFER_CHAINS,
          Field.OFFER_METADATA,
          Field.OFFER_CURRENCY,
          Field.OFFER_AMOUNT,
          Field.OFFER_DESCRIPTION,
          Field.OFFER_FEATURES,
          Field.OFFER_ABSOLUTE_EXPIRY,
          Field.OFFER_PATHS,
          Field.OFFER_ISSUER,
          Field.OFFER_QUANTITY_MAX,
          Field.OFFER_ISSUER_ID);

  private static final Map<Long, Field<?>> KNOWN = FieldValues.known(FIELDS);

  private Offer(FieldValues fields) {
    super(fields, Bolt12Text.OFFER);
  }

  /**
   * Decodes a TLV stream.
   *
   * @throws WireException for the first rule of BOLT 12 that it breaks
   */
  public static Offer decode(Nightjar nightjar, byte[] bytes) throws WireException {
    FieldValues fields = FieldValues.decode(bytes, KNOWN, Ranges::isOffer);
    DocumentRules.checkOffer(fields);
    fields.checkKeys(nightjar);
    return new Offer(fields);
  }

  /**
   * Decodes a text that starts with {@code lno1}.
   *
   * @throws WireException for the first rule of BOLT 12 that it breaks
   */
  public static Offer decode(Nightjar nightjar, String text) throws WireException {
    return decode(nightjar, Bolt12Text.decode(text, Bolt12Text.OFFER));
  }

  /** A builder without any field. */
  public static Builder builder() {
    return new Builder();
  }

  /** Builds an offer. Not for use by two threads at once. */
  public static final class Builder extends DocumentBuilder<Builder> {
    private Builder() {
      super(TlvStream.of(List.of()), type -> false);
    }

    /**
     * The offer.
     *
     * @throws IllegalArgumentException if a reader would refuse it
     */
    public Offer build(Nightjar nightjar) {
      return valid(() -> decode(nightjar, stream().encode()));
    }
  }
}
