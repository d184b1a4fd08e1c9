package org.nightjar.wire;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * TLV records with strictly increasing types (BOLT 1 "Type-Length-Value Format"). There is one
 * encoding only, so a stream that was decoded encodes to the same bytes, unknown records included.
 * Immutable.
 */
public final class TlvStream {
  private final List<TlvRecord> records;

  private TlvStream(List<TlvRecord> records) {
    this.records = Collections.unmodifiableList(records);
  }

  /** Reads a value of a record. */
  @FunctionalInterface
  public interface ValueReader<T> {
    /** Reads the value; {@link TlvStream#read} checks that nothing is left over. */
    T read(WireReader reader) throws WireException;
  }

  /**
   * A stream of these records.
   *
   * @throws IllegalArgumentException if the types do not strictly increase as unsigned numbers
   */
  public static TlvStream of(List<TlvRecord> records) {
    List<TlvRecord> copy = new ArrayList<>(records);
    for (int i = 1; i < copy.size(); i++) {
      if (!increases(copy.get(i - 1).type(), copy.get(i).type())) {
        throw new IllegalArgumentException(
            "TLV types must strictly increase, but " + copy.get(i) + " follows " + copy.get(i - 1));
      }
    }
    return new TlvStream(copy);
  }

  /**
   * Decodes a whole stream. Which types are known is for the caller: {@link #refuseUnknownEven},
   * {@link #read}.
   *
   * @throws WireException if a type or length is not minimal, a length exceeds what is left, or the
   *     types do not strictly increase
   */
  public static TlvStream decode(byte[] bytes) throws WireException {
    WireReader reader = new WireReader(bytes);
    List<TlvRecord> records = new ArrayList<>();
    while (reader.remaining() > 0) {
      int offset = reader.position();
      long type = reader.bigSize();
      if (!records.isEmpty() && !increases(records.get(records.size() - 1).type(), type)) {
        throw WireException.inRecord(
            WireException.Reason.TYPE_ORDER, type, offset, "types must strictly increase");
      }
      records.add(TlvRecord.view(type, value(reader, type, offset)));
    }
    return new TlvStream(records);
  }

  private static byte[] value(WireReader reader, long type, int offset) throws WireException {
    try {
      return reader.bytes(reader.bigSize());
    } catch (WireException e) {
      throw WireException.inRecord(e.reason(), type, offset, "length or value: " + e.getMessage());
    }
  }

  private static boolean increases(long before, long type) {
    return Long.compareUnsigned(before, type) < 0;
  }

  /** The records, unmodifiable. */
  public List<TlvRecord> records() {
    return records;
  }

  /** The record of a type. */
  public Optional<TlvRecord> find(long type) {
    return records.stream().filter(record -> record.type() == type).findFirst();
  }

  /** The one encoding. */
  public byte[] encode() {
    WireWriter writer = new WireWriter(records.stream().mapToInt(TlvRecord::encodedLength).sum());
    for (TlvRecord record : records) {
      writer.bigSize(record.type()).bigSize(record.raw().length).bytes(record.raw());
    }
    return writer.toBytes();
  }

  /**
   * Reads the value of a type, all of it.
   *
   * @return the value, or null if the stream does not have the type
   * @throws WireException with type and offset, if the value is malformed, too short or too long
   */
  public <T> @Nullable T read(long type, ValueReader<T> value) throws WireException {
    int offset = 0;
    for (TlvRecord record : records) {
      if (record.type() == type) {
        WireReader reader = WireReader.ofRecord(record, offset);
        T result = value.read(reader);
        reader.expectEnd();
        return result;
      }
      offset += record.encodedLength();
    }
    return null;
  }

  /**
   * Refuses an even type that is not known: "it's ok to be odd".
   *
   * @throws WireException with the type and its offset
   */
  public void refuseUnknownEven(LongPredicate known) throws WireException {
    refuse(
        record -> record.isEven() && !known.test(record.type()),
        WireException.Reason.UNKNOWN_EVEN_TYPE,
        "an even type that is not known");
  }

  /**
   * Refuses the first record that a predicate names.
   *
   * @param what what is wrong, for people
   * @throws WireException with the type and its offset
   */
  public void refuse(Predicate<TlvRecord> unwanted, WireException.Reason reason, String what)
      throws WireException {
    int offset = 0;
    for (TlvRecord record : records) {
      if (unwanted.test(record)) {
        throw WireException.inRecord(reason, record.type(), offset, what);
      }
      offset += record.encodedLength();
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TlvStream stream && records.equals(stream.records);
  }

  @Override
  public int hashCode() {
    return records.hashCode();
  }

  /** Types and lengths; values may be secret. */
  @Override
  public String toString() {
    return "TlvStream" + records;
  }
}
