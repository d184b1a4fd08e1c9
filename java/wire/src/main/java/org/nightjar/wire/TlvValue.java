package org.nightjar.wire;

import java.util.function.LongPredicate;

/**
 * A TLV stream with a meaning. Unknown odd records are kept, so what was decoded encodes to the
 * same bytes. Subclasses are immutable.
 */
public abstract class TlvValue {
  private final TlvStream stream;

  /**
   * Takes a stream.
   *
   * @param known the even types that it may have
   * @throws WireException if it has another even type
   */
  protected TlvValue(TlvStream stream, LongPredicate known) throws WireException {
    stream.refuseUnknownEven(known);
    this.stream = stream;
  }

  /** What decodes bytes, or builds a value from a stream. */
  @FunctionalInterface
  protected interface Reading<T> {
    /** The value. */
    T read() throws WireException;
  }

  /**
   * A value that this program made itself.
   *
   * @throws IllegalArgumentException if a peer would refuse it
   */
  protected static <T> T valid(Reading<T> reading) {
    try {
      return reading.read();
    } catch (WireException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /**
   * The value of a type that must be there.
   *
   * @param name in the specification
   * @throws WireException if the type is missing, or its value is malformed
   */
  protected static <T> T need(
      TlvStream stream, long type, String name, TlvStream.ValueReader<T> value)
      throws WireException {
    T read = stream.read(type, value);
    if (read == null) {
      throw WireException.missing(type, name);
    }
    return read;
  }

  /** The stream itself. */
  public final TlvStream stream() {
    return stream;
  }

  /** The encoding of the stream. */
  public final byte[] encode() {
    return stream.encode();
  }

  /** By kind and bytes; constant time in the values. */
  @Override
  public final boolean equals(Object other) {
    return other instanceof TlvValue value
        && getClass() == value.getClass()
        && stream.equals(value.stream);
  }

  /** Of types and lengths only. */
  @Override
  public final int hashCode() {
    return stream.hashCode();
  }

  /** Kind, types and lengths; values may be secret. */
  @Override
  public String toString() {
    return getClass().getSimpleName() + stream.records();
  }
}
