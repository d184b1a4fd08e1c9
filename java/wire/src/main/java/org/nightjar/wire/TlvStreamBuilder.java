package org.nightjar.wire;

import java.util.List;
import java.util.TreeMap;

/**
 * Collects the records of a stream in any order; a type given twice has its last value. Not for use
 * by two threads at once.
 */
public final class TlvStreamBuilder {
  private final TreeMap<Long, TlvRecord> records = new TreeMap<>(Long::compareUnsigned);

  /** An empty builder. */
  public TlvStreamBuilder() {}

  /** A builder with the records of a stream. */
  public TlvStreamBuilder(TlvStream stream) {
    stream.records().forEach(this::put);
  }

  /** A record. */
  public TlvStreamBuilder put(TlvRecord record) {
    records.put(record.type(), record);
    return this;
  }

  /**
   * A record.
   *
   * @param type unsigned
   * @param value copied
   */
  public TlvStreamBuilder put(long type, byte[] value) {
    return put(TlvRecord.of(type, value));
  }

  /**
   * A record.
   *
   * @param type unsigned
   * @param value what was written so far
   */
  public TlvStreamBuilder put(long type, WireWriter value) {
    return put(TlvRecord.view(type, value.toBytes()));
  }

  /** Leaves a type out. */
  public TlvStreamBuilder remove(long type) {
    records.remove(type);
    return this;
  }

  /** The stream. */
  public TlvStream build() {
    return TlvStream.of(List.copyOf(records.values()));
  }
}
