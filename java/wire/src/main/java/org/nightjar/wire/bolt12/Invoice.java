package org.nightjar.wire.bolt12;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.nightjar.Nightjar;
import org.nightjar.wire.WireException;

/** A demand to pay once, with the hash of the proof (BOLT 12 "Invoices"). Immutable. */
public final class Invoice extends AnyInvoice {
  private static final String MESSAGE_NAME = "invoice";

  /** How long one is good that does not say so, in seconds. */
  public static final long DEFAULT_EXPIRY = 7200;

  private static final Map<Long, Field<?>> KNOWN =
      FieldValues.known(
          Stream.of(
                  Offer.FIELDS,
                  InvoiceRequest.FIELDS,
                  AnyInvoice.FIELDS,
                  List.<Field<?>>of(Field.INVOICE_PAYMENT_HASH, Field.INVOICE_AMOUNT))
              .flatMap(List::stream)
              .toList());

  private Invoice(FieldValues fields) {
    super(fields, MESSAGE_NAME, DEFAULT_EXPIRY);
  }

  /**
   * Decodes a TLV stream. Signature, keys and expiry are not checked here: {@link PayerRules}.
   *
   * @throws WireException for the first rule of BOLT 12 that it breaks
   */
  public static Invoice decode(byte[] bytes) throws WireException {
    FieldValues fields = FieldValues.decode(bytes, KNOWN, type -> true);
    DocumentRules.checkInvoice(fields);
    return new Invoice(fields);
  }

  /**
   * Decodes a text that starts with {@code lni1}, as {@link #decode(byte[])}.
   *
   * @throws WireException for the first rule of BOLT 12 that it breaks
   */
  public static Invoice decode(String text) throws WireException {
    return decode(Bolt12Text.decode(text, Bolt12Text.INVOICE));
  }

  /** The least that it takes, in millisatoshi. */
  public long amountMsat() {
    return get(Field.INVOICE_AMOUNT).orElseThrow();
  }

  /**
   * A builder of the answer to a request, whose fields it repeats. The amount is that of the
   * request, if it says one; the node id is the issuer's, if the offer has one.
   */
  public static Builder answering(InvoiceRequest request) {
    return new Builder(request);
  }

  /** Builds an invoice. Not for use by two threads at once. */
  public static final class Builder extends DocumentBuilder<Builder> {
    private Builder(InvoiceRequest request) {
      super(request.stream(), Ranges::isInvoiceRequest);
      request.amountMsat().ifPresent(amount -> set(Field.INVOICE_AMOUNT, amount));
      request.get(Field.OFFER_ISSUER_ID).ifPresent(id -> set(Field.INVOICE_NODE_ID, id));
    }

    /**
     * The invoice.
     *
     * @param signer with the key of {@code invoice_node_id}
     * @throws IllegalArgumentException if a reader would refuse it
     */
    public Invoice build(Nightjar nightjar, Signer signer) {
      byte[] bytes = sign(MESSAGE_NAME, signer);
      return validSigned(nightjar, () -> decode(bytes));
    }
  }
}
