package org.nightjar.wire.bolt12;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.nightjar.Nightjar;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.TlvStream;
import org.nightjar.wire.WireException;

/** A TLV stream and the values of those of its records that are known. Immutable. */
final class FieldValues {
  private final TlvStream stream;
  private final Map<Field<?>, Object> values;

  private FieldValues(TlvStream stream, Map<Field<?>, Object> values) {
    this.stream = stream;
    this.values = values;
  }

  /** The fields of one kind of document by type. */
  static Map<Long, Field<?>> known(List<Field<?>> fields) {
    Map<Long, Field<?>> known = new HashMap<>();
    fields.forEach(field -> known.put(field.type(), field));
    return Map.copyOf(known);
  }

  /**
   * Decodes a stream.
   *
   * @param allowed types that the document may have at all
   * @throws WireException for a malformed stream, a type that is not allowed, an unknown even type,
   *     or a known one with a malformed value
   */
  static FieldValues decode(byte[] bytes, Map<Long, Field<?>> known, LongPredicate allowed)
      throws WireException {
    TlvStream stream = TlvStream.decode(bytes);
    stream.refuse(
        record -> !allowed.test(record.type()),
        WireException.Reason.FORBIDDEN_TYPE,
        "not a type of this document");
    stream.refuseUnknownEven(known::containsKey);
    Map<Field<?>, Object> values = new LinkedHashMap<>();
    for (TlvRecord record : stream.records()) {
      Field<?> field = known.get(record.type());
      if (field != null) {
        values.put(field, read(stream, field));
      }
    }
    return new FieldValues(stream, Collections.unmodifiableMap(values));
  }

  private static Object read(TlvStream stream, Field<?> field) throws WireException {
    Object value = stream.read(field.type(), field.codec()::read);
    if (value == null) {
      throw new IllegalStateException(field + " was there before");
    }
    return value;
  }

  /** Refuses a key that is no point of secp256k1. */
  void checkKeys(Nightjar nightjar) throws WireException {
    checkKeys(nightjar, type -> true);
  }

  /** As {@link #checkKeys(Nightjar)}, in the fields of these types alone. */
  void checkKeys(Nightjar nightjar, LongPredicate types) throws WireException {
    for (Field<?> field : values.keySet()) {
      if (types.test(field.type())) {
        checkKeys(nightjar, field);
      }
    }
  }

  private <T> void checkKeys(Nightjar nightjar, Field<T> field) throws WireException {
    T value = get(field);
    if (value != null && !field.codec().hasValidKeys(nightjar, value)) {
      throw refused(WireException.Reason.VALUE, field, "has a key that is no point of secp256k1");
    }
  }

  TlvStream stream() {
    return stream;
  }

  /** The known fields that are there, in the order of their types; arrays are not copies. */
  Map<Field<?>, Object> values() {
    return values;
  }

  /** The value itself, or null. */
  @SuppressWarnings("unchecked") // decode puts what the field's own codec read
  <T> @Nullable T get(Field<T> field) {
    return (T) values.get(field);
  }

  boolean has(Field<?> field) {
    return values.containsKey(field);
  }

  /** The value of a field that must be there. */
  <T> T need(Field<T> field) throws WireException {
    T value = get(field);
    if (value == null) {
      throw WireException.missing(field.type(), field.name());
    }
    return value;
  }

  /** Refuses a field that is there. */
  void forbid(Field<?> field, String why) throws WireException {
    if (has(field)) {
      throw refused(WireException.Reason.FORBIDDEN_TYPE, field, "is there, but " + why);
    }
  }

  static WireException refused(WireException.Reason reason, Field<?> field, String what) {
    return WireException.ofType(reason, field.type(), "(" + field.name() + ") " + what);
  }
}
