package org.nightjar.wire;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A peer's bytes break a rule of the BOLTs. Normal in production, so it has no stack trace: a peer
 * that sends rubbish shall not cost more than one that does not. The message never shows the bytes.
 *
 * <p>{@link #type} and {@link #offset} are what BOLT 4 {@code invalid_onion_payload} reports to the
 * sender.
 */
public final class WireException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Which rule is broken. */
  public enum Reason {
    /**
     * The bytes end inside a type, a length or a value; also a length that exceeds what is left.
     */
    TRUNCATED,
    /** There are bytes after the end of a value. */
    TRAILING,
    /** A BigSize or a truncated integer has a shorter encoding. */
    NOT_MINIMAL,
    /** TLV types do not strictly increase, a type twice included. */
    TYPE_ORDER,
    /** A TLV type is even and not known. */
    UNKNOWN_EVEN_TYPE,
    /**
     * The value is none of its field: a key with a wrong prefix, an amount above 21 million
     * bitcoin.
     */
    VALUE,
    /** A TLV type is required here and absent. */
    MISSING_TYPE,
    /** A TLV type is present and not allowed here. */
    FORBIDDEN_TYPE,
    /** An even feature bit is set and not known. */
    UNKNOWN_FEATURE,
    /** A text is not in its form: case, characters, padding, checksum, prefix. */
    TEXT,
    /** A signature is not by the key that it must be by. */
    SIGNATURE,
    /** It was good until a time that is over. */
    EXPIRED,
    /** It is for a chain that is not ours. */
    CHAIN,
    /** It differs from what it must answer or repeat. */
    MISMATCH,
    /** It came another way than the one that was given for it. */
    ARRIVAL
  }

  private static final int UNKNOWN_OFFSET = -1;

  private final Reason reason;
  private final boolean typeKnown;
  private final long type;
  private final int offset;

  private WireException(Reason reason, String message, boolean typeKnown, long type, int offset) {
    super(message, null, false, false);
    this.reason = reason;
    this.typeKnown = typeKnown;
    this.type = type;
    this.offset = offset;
  }

  /**
   * Bytes that belong to no TLV record.
   *
   * @param offset of the first byte in question
   * @param what what is wrong, for people
   */
  public static WireException at(Reason reason, int offset, String what) {
    return new WireException(reason, "byte " + offset + ": " + what, false, 0, offset);
  }

  /**
   * A TLV record.
   *
   * @param offset where the record starts in its stream
   * @param what what is wrong, for people
   */
  public static WireException inRecord(Reason reason, long type, int offset, String what) {
    return new WireException(
        reason, name(type) + " at byte " + offset + ": " + what, true, type, offset);
  }

  /**
   * A TLV type that is not there.
   *
   * @param what what is wrong, for people
   */
  public static WireException missing(long type, String what) {
    return ofType(Reason.MISSING_TYPE, type, "is missing: " + what);
  }

  /**
   * A TLV type, wherever it stands.
   *
   * @param what what is wrong, for people
   */
  public static WireException ofType(Reason reason, long type, String what) {
    return new WireException(reason, name(type) + " " + what, true, type, UNKNOWN_OFFSET);
  }

  /**
   * A whole text or stream.
   *
   * @param what what is wrong, for people
   */
  public static WireException of(Reason reason, String what) {
    return new WireException(reason, what, false, 0, UNKNOWN_OFFSET);
  }

  private static String name(long type) {
    return "TLV type " + Long.toUnsignedString(type);
  }

  /** Which rule is broken. */
  public Reason reason() {
    return reason;
  }

  /** The TLV type in question, unsigned, if there is one. */
  public OptionalLong type() {
    return typeKnown ? OptionalLong.of(type) : OptionalLong.empty();
  }

  /**
   * The byte in question: for a TLV record the first byte of its type, counted from the start of
   * its stream; empty where no one byte is to blame, as for a missing type.
   */
  public OptionalInt offset() {
    return offset == UNKNOWN_OFFSET ? OptionalInt.empty() : OptionalInt.of(offset);
  }
}
