package org.nightjar.wire.failure;

import java.util.Locale;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;

/** What failures carry besides their code, by BOLT 4's names. */
public enum FailureField {
  /** SHA-256 of the onion that was refused: 32 bytes, all zero on a blinded path. */
  SHA256_OF_ONION(Form.HASH),
  /** The amount of the HTLC, in millisatoshi. */
  HTLC_MSAT(Form.U64),
  /** The amount of the incoming HTLC, in millisatoshi. */
  INCOMING_HTLC_AMT(Form.U64),
  /** The expiry of the HTLC, a block height. */
  CLTV_EXPIRY(Form.U32),
  /** The block height that the final node was at. */
  HEIGHT(Form.U32),
  /** Reserved. */
  DISABLED_FLAGS(Form.U16),
  /** A channel_update; today of length 0, since it would tell the sender's guess right. */
  CHANNEL_UPDATE(Form.PREFIXED),
  /** The TLV type in question. */
  TYPE(Form.BIG_SIZE),
  /** Where in the payload the record in question starts. */
  OFFSET(Form.U16),
  /** What a trampoline node wants at least, in millisatoshi. */
  FEE_BASE_MSAT(Form.U32),
  /** What a trampoline node wants at least, in millionths of the amount. */
  FEE_PROPORTIONAL_MILLIONTHS(Form.U32),
  /** The blocks that a trampoline node wants at least. */
  CLTV_EXPIRY_DELTA(Form.U16);

  private enum Form {
    U16,
    U32,
    U64,
    BIG_SIZE,
    HASH,
    PREFIXED
  }

  private static final int HASH_LENGTH = 32;

  private final Form form;

  FailureField(Form form) {
    this.form = form;
  }

  /** Whether the value is a number, else it is bytes. */
  boolean isNumber() {
    return form != Form.HASH && form != Form.PREFIXED;
  }

  /** A Long or an array. */
  Object read(WireReader reader) throws WireException {
    return switch (form) {
      case U16 -> (long) reader.u16();
      case U32 -> reader.u32();
      case U64 -> reader.u64();
      case BIG_SIZE -> reader.bigSize();
      case HASH -> reader.bytes(HASH_LENGTH);
      case PREFIXED -> reader.bytes(reader.u16());
    };
  }

  /**
   * Writes a number, or nothing where there could be bytes.
   *
   * @throws IllegalArgumentException if the number does not fit
   */
  void write(WireWriter writer, long number) {
    switch (form) {
      case U16 -> writer.u16(inRange(number));
      case U32 -> writer.u32(number);
      case U64 -> writer.u64(number);
      case BIG_SIZE -> writer.bigSize(number);
      case HASH -> writer.bytes(new byte[HASH_LENGTH]);
      case PREFIXED -> writer.u16(0);
    }
  }

  private static int inRange(long number) {
    if (number >>> 16 != 0) {
      throw new IllegalArgumentException(number + " does not fit 2 bytes, unsigned");
    }
    return (int) number;
  }

  /** The name in BOLT 4. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
