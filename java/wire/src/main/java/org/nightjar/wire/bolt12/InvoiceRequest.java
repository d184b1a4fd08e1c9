package org.nightjar.wire.bolt12;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.wire.ChainHash;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.TlvStream;
import org.nightjar.wire.WireException;

/**
 * Asks for an invoice: in answer to an offer, whose fields it repeats, or without one, to pay
 * whoever answers (BOLT 12 "Invoice Requests"). Immutable.
 */
public final class InvoiceRequest extends SignedDocument {
  static final String MESSAGE_NAME = "invoice_request";

  /** Those of a request, without those of its offer and the signature. */
  static final List<Field<?>> FIELDS =
      List.of(
          Field.INVREQ_METADATA,
          Field.INVREQ_CHAIN,
          Field.INVREQ_AMOUNT,
          Field.INVREQ_FEATURES,
          Field.INVREQ_QUANTITY,
          Field.INVREQ_PAYER_ID,
          Field.INVREQ_PAYER_NOTE,
          Field.INVREQ_PATHS,
          Field.INVREQ_BIP_353_NAME);

  private static final Map<Long, Field<?>> KNOWN =
      FieldValues.known(
          Stream.of(Offer.FIELDS, FIELDS, List.<Field<?>>of(Field.SIGNATURE))
              .flatMap(List::stream)
              .toList());

  private final @Nullable Long expectedAmount;

  private InvoiceRequest(FieldValues fields, @Nullable Long expectedAmount) {
    super(fields, Bolt12Text.INVOICE_REQUEST, MESSAGE_NAME);
    this.expectedAmount = expectedAmount;
  }

  /**
   * Decodes a TLV stream. Signature and keys are not checked here: {@link IssuerRules}.
   *
   * @throws WireException for the first rule of BOLT 12 that it breaks
   */
  public static InvoiceRequest decode(byte[] bytes) throws WireException {
    FieldValues fields =
        FieldValues.decode(
            bytes, KNOWN, type -> Ranges.isInvoiceRequest(type) || Ranges.isSignature(type));
    DocumentRules.checkInvoiceRequest(fields);
    return new InvoiceRequest(fields, DocumentRules.expectedAmount(fields));
  }

  /**
   * Decodes a text that starts with {@code lnr1}, as {@link #decode(byte[])}.
   *
   * @throws WireException for the first rule of BOLT 12 that it breaks
   */
  public static InvoiceRequest decode(String text) throws WireException {
    return decode(Bolt12Text.decode(text, Bolt12Text.INVOICE_REQUEST));
  }

  @Override
  public PublicKey signingKey() {
    return get(Field.INVREQ_PAYER_ID).orElseThrow();
  }

  /** Whether it answers an offer. */
  public boolean isFromOffer() {
    return DocumentRules.isFromOffer(fields());
  }

  /** Whether the fields of the offer in it are those of this offer, byte for byte. */
  public boolean isFor(Offer offer) {
    return Mirror.records(stream(), Ranges::isOffer).equals(offer.stream().records());
  }

  /** The chain to pay on: bitcoin, unless it says otherwise. */
  public ChainHash chain() {
    return get(Field.INVREQ_CHAIN).orElse(ChainHash.BITCOIN);
  }

  /**
   * What the payer will pay: {@code invreq_amount}, or else what the offer asks for the quantity.
   *
   * @return millisatoshi; empty if there is only an amount in another currency
   */
  public OptionalLong amountMsat() {
    Long amount = fields().get(Field.INVREQ_AMOUNT);
    return amount == null ? expectedAmountMsat() : OptionalLong.of(amount);
  }

  /**
   * What the offer asks for the quantity of this request, the <em>expected amount</em> of BOLT 12.
   *
   * @return millisatoshi; empty if there is no amount, or one in another currency
   */
  public OptionalLong expectedAmountMsat() {
    return expectedAmount == null ? OptionalLong.empty() : OptionalLong.of(expectedAmount);
  }

  /** A builder of a request without an offer: publish it, and pay who answers with an invoice. */
  public static Builder builder() {
    return new Builder(null);
  }

  /** A builder of a request for an invoice for this offer. */
  public static Builder forOffer(Offer offer) {
    return new Builder(offer);
  }

  /** Builds a request. Not for use by two threads at once. */
  public static final class Builder extends DocumentBuilder<Builder> {
    private final boolean fromOffer;

    private Builder(@Nullable Offer offer) {
      super(
          offer == null ? TlvStream.of(List.<TlvRecord>of()) : offer.stream(),
          offer == null ? type -> false : Ranges::isOffer);
      fromOffer = offer != null;
    }

    /**
     * The request, signed. {@link PayerKeys#sign} is simpler.
     *
     * @param signer with the key of {@code invreq_payer_id}
     * @throws IllegalArgumentException if a reader would refuse it, or if there is no offer: then
     *     it is not signed
     */
    public InvoiceRequest build(Nightjar nightjar, Signer signer) {
      if (!fromOffer) {
        throw new IllegalArgumentException("a request without an offer has no signature");
      }
      byte[] bytes = sign(MESSAGE_NAME, signer);
      return validSigned(nightjar, () -> decode(bytes));
    }

    /**
     * The request without an offer, which is not signed.
     *
     * @throws IllegalArgumentException if a reader would refuse it, it has no {@code
     *     offer_description}, or has fields that only an offer can have
     */
    public InvoiceRequest buildUnsigned(Nightjar nightjar) {
      if (!has(Field.OFFER_DESCRIPTION)) {
        throw new IllegalArgumentException("a request without an offer needs offer_description");
      }
      for (Field<?> field :
          List.of(
              Field.OFFER_METADATA,
              Field.OFFER_AMOUNT,
              Field.OFFER_CURRENCY,
              Field.OFFER_PATHS,
              Field.OFFER_ISSUER_ID)) {
        if (has(field)) {
          throw new IllegalArgumentException("a request without an offer has no " + field);
        }
      }
      return valid(
          () -> {
            InvoiceRequest request = decode(stream().encode());
            request.checkKeys(nightjar);
            return request;
          });
    }
  }
}
