package org.nightjar.wire.bolt12;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nightjar.Nightjar;
import org.nightjar.wire.ChainHash;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.TlvStream;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireProfile;

/**
 * An offer and what follows from one. Whatever its kind, it has the fields of its offer. Immutable.
 */
public abstract sealed class Document permits Offer, SignedDocument {
  private final FieldValues fields;
  private final String prefix;

  Document(FieldValues fields, String prefix) {
    this.fields = fields;
    this.prefix = prefix;
  }

  /**
   * Decodes a text of any kind, by its prefix; of {@code lni1} without a payment hash, a static
   * invoice. The keys are checked, a signature is not.
   *
   * @throws WireException if the prefix is not known, or for the first rule that it breaks
   */
  public static Document decode(Nightjar nightjar, String text, WireProfile profile)
      throws WireException {
    Bolt12Text decoded = Bolt12Text.decode(text);
    Document document = decode(decoded.prefix(), decoded.bytes(), nightjar, profile);
    document.checkKeys(nightjar);
    return document;
  }

  private static Document decode(
      String prefix, byte[] bytes, Nightjar nightjar, WireProfile profile) throws WireException {
    return switch (prefix) {
      case Bolt12Text.OFFER -> Offer.decode(nightjar, bytes);
      case Bolt12Text.INVOICE_REQUEST -> InvoiceRequest.decode(bytes);
      case Bolt12Text.INVOICE ->
          TlvStream.decode(bytes).find(Field.INVOICE_PAYMENT_HASH.type()).isPresent()
              ? Invoice.decode(bytes)
              : StaticInvoice.decode(bytes, profile);
      default -> throw WireException.of(WireException.Reason.TEXT, "the prefix is none of BOLT 12");
    };
  }

  FieldValues fields() {
    return fields;
  }

  /**
   * Refuses a document with a key that is no point of secp256k1, among those of its paths too. The
   * rules for payers and issuers include it.
   *
   * @throws WireException of reason VALUE with the type of the field
   */
  public final void checkKeys(Nightjar nightjar) throws WireException {
    fields.checkKeys(nightjar);
  }

  /** The value of a field, if it is there; a copy, if it is an array. */
  public final <T> Optional<T> get(Field<T> field) {
    return Optional.ofNullable(fields.get(field)).map(Document::copy);
  }

  /** The known fields that are there, by name, in the order of their types. */
  public final Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    fields.values().forEach((field, value) -> values.put(field.name(), copy(value)));
    return values;
  }

  /** The records whose types are not known. */
  public final List<TlvRecord> unknownRecords() {
    return fields.stream().records().stream()
        .filter(
            record -> fields.values().keySet().stream().noneMatch(f -> f.type() == record.type()))
        .toList();
  }

  @SuppressWarnings("unchecked") // a clone has its original's class
  private static <T> T copy(T value) {
    return value instanceof byte[] bytes ? (T) bytes.clone() : value;
  }

  /** The chains that the offer is good for: bitcoin, unless it says otherwise. */
  public final List<ChainHash> offerChains() {
    return get(Field.OFFER_CHAINS).orElse(List.of(ChainHash.BITCOIN));
  }

  /** The records of the offer: all of an offer, and in what answers one those that it repeats. */
  public final TlvStream offerRecords() {
    return TlvStream.of(Mirror.records(fields.stream(), Ranges::isOffer));
  }

  /** All records. */
  public final TlvStream stream() {
    return fields.stream();
  }

  /** The bytes; the same that it was decoded from. */
  public final byte[] encode() {
    return fields.stream().encode();
  }

  /** The Merkle root over all records but the signatures, 32 bytes. */
  public final byte[] merkleRoot() {
    return MerkleTree.root(fields.stream());
  }

  /** By kind and bytes. */
  @Override
  public final boolean equals(Object other) {
    return other instanceof Document document
        && getClass() == document.getClass()
        && fields.stream().equals(document.fields.stream());
  }

  @Override
  public final int hashCode() {
    return fields.stream().hashCode();
  }

  /** The text of BOLT 12. */
  @Override
  public final String toString() {
    return Bolt12Text.encode(prefix, encode());
  }
}
