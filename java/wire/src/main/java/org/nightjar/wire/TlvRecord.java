package org.nightjar.wire;

import java.security.MessageDigest;

/**
 * A record of a TLV stream: a type and the bytes of its value, which may be secret (BOLT 1
 * "Type-Length-Value Format"). Immutable.
 */
public final class TlvRecord {
  private final long type;
  private final byte[] value;

  private TlvRecord(long type, byte[] value) {
    this.type = type;
    this.value = value;
  }

  /**
   * A record.
   *
   * @param type unsigned
   * @param value copied
   */
  public static TlvRecord of(long type, byte[] value) {
    return new TlvRecord(type, value.clone());
  }

  /** Takes an array that nobody changes any more, without a copy. */
  static TlvRecord view(long type, byte[] value) {
    return new TlvRecord(type, value);
  }

  /** The type, unsigned. */
  public long type() {
    return type;
  }

  /** Whether a reader that does not know the type must refuse the stream. */
  public boolean isEven() {
    return (type & 1) == 0;
  }

  /** A copy of the value. */
  public byte[] value() {
    return value.clone();
  }

  /** The value itself; never handed out, never changed. */
  byte[] raw() {
    return value;
  }

  /** Bytes of type, length and value together. */
  public int encodedLength() {
    return BigSize.length(type) + BigSize.length(value.length) + value.length;
  }

  /** Constant time in the value. */
  @Override
  public boolean equals(Object other) {
    return other instanceof TlvRecord record
        && type == record.type
        && MessageDigest.isEqual(value, record.value);
  }

  /** Of type and length only: a hash code of the value would tell about it. */
  @Override
  public int hashCode() {
    return 31 * Long.hashCode(type) + value.length;
  }

  /** Type and length; the value may be secret. */
  @Override
  public String toString() {
    return "TlvRecord[" + Long.toUnsignedString(type) + ", " + value.length + " bytes]";
  }
}
