package org.nightjar.wire.bolt12;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.TlvStream;
import org.nightjar.wire.WireException;

/** Why a request or an invoice is refused (BOLT 12 "Invoice Errors"). Immutable. */
public final class InvoiceError {
  private static final Map<Long, Field<?>> KNOWN =
      FieldValues.known(List.of(Field.ERRONEOUS_FIELD, Field.SUGGESTED_VALUE, Field.ERROR));

  private final FieldValues fields;

  private InvoiceError(FieldValues fields) {
    this.fields = fields;
  }

  /**
   * Decodes a TLV stream.
   *
   * @throws WireException if it is malformed or has no {@code error}
   */
  public static InvoiceError decode(byte[] bytes) throws WireException {
    FieldValues fields = FieldValues.decode(bytes, KNOWN, type -> true);
    fields.need(Field.ERROR);
    return new InvoiceError(fields);
  }

  /**
   * An error.
   *
   * @throws IllegalArgumentException if the text is no valid Unicode
   */
  public static InvoiceError of(String error) {
    return build(List.of(record(Field.ERROR, error)));
  }

  /**
   * An error about a field.
   *
   * @param erroneousField its type
   * @throws IllegalArgumentException if the text is no valid Unicode
   */
  public static InvoiceError of(long erroneousField, String error) {
    return build(
        List.of(record(Field.ERRONEOUS_FIELD, erroneousField), record(Field.ERROR, error)));
  }

  /** An error about a field, and which value would do. */
  public static <T> InvoiceError of(Field<T> erroneousField, T suggestedValue, String error) {
    return build(
        List.of(
            record(Field.ERRONEOUS_FIELD, erroneousField.type()),
            record(Field.SUGGESTED_VALUE, erroneousField.encode(suggestedValue)),
            record(Field.ERROR, error)));
  }

  /** What to answer to a document that broke a rule. */
  public static InvoiceError of(WireException refusal) {
    String error = String.valueOf(refusal.getMessage());
    return refusal.type().isPresent() ? of(refusal.type().getAsLong(), error) : of(error);
  }

  private static <T> TlvRecord record(Field<T> field, T value) {
    return TlvRecord.of(field.type(), field.encode(value));
  }

  private static InvoiceError build(List<TlvRecord> records) {
    byte[] bytes = TlvStream.of(new ArrayList<>(records)).encode();
    return DocumentBuilder.valid(() -> decode(bytes));
  }

  /** The type of the field that is wrong. */
  public OptionalLong erroneousField() {
    Long type = fields.get(Field.ERRONEOUS_FIELD);
    return type == null ? OptionalLong.empty() : OptionalLong.of(type);
  }

  /** A value that would do; without {@link #erroneousField} it means nothing. */
  public Optional<byte[]> suggestedValue() {
    return Optional.ofNullable(fields.get(Field.SUGGESTED_VALUE)).map(byte[]::clone);
  }

  /** What is wrong, for people: somebody else's words. */
  public String error() {
    return Optional.ofNullable(fields.get(Field.ERROR)).orElseThrow();
  }

  /** The bytes; the same that it was decoded from. */
  public byte[] encode() {
    return fields.stream().encode();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof InvoiceError error && fields.stream().equals(error.fields.stream());
  }

  @Override
  public int hashCode() {
    return fields.stream().hashCode();
  }

  @Override
  public String toString() {
    return "InvoiceError[" + error() + "]";
  }
}
