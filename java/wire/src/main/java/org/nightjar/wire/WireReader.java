package org.nightjar.wire;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.nightjar.PublicKey;

/**
 * Reads a peer's bytes from front to back (BOLT 1 "Fundamental Types"). Whatever the bytes are, a
 * method answers or throws {@link WireException}, and allocates no more than there are bytes. It
 * reads the array it was given, without a copy: do not change that while reading. Not for use by
 * two threads at once.
 */
public final class WireReader {
  /** 21 million bitcoin in millisatoshi: no amount is larger (BOLT 1 "Fundamental Types"). */
  public static final long MAX_MSAT = 2_100_000_000_000_000_000L;

  private final byte[] bytes;
  private final @Nullable TlvRecord record;
  private final int recordOffset;
  private int position;

  /** Reads the whole array. */
  public WireReader(byte[] bytes) {
    this(bytes, null, 0);
  }

  private WireReader(byte[] bytes, @Nullable TlvRecord record, int recordOffset) {
    this.bytes = bytes;
    this.record = record;
    this.recordOffset = recordOffset;
  }

  /** Reads the value of a record; errors name its type, and where it starts in its stream. */
  static WireReader ofRecord(TlvRecord record, int recordOffset) {
    return new WireReader(record.raw(), record, recordOffset);
  }

  /** Bytes not read yet. */
  public int remaining() {
    return bytes.length - position;
  }

  /** Bytes read. */
  public int position() {
    return position;
  }

  /** One byte, 0 to 255. */
  public int u8() throws WireException {
    return (int) unsigned(1);
  }

  /** The next byte, 0 to 255, which stays to be read. */
  int peek() throws WireException {
    need(1);
    return bytes[position] & 0xff;
  }

  /** Two bytes, 0 to 65535. */
  public int u16() throws WireException {
    return (int) unsigned(2);
  }

  /** Four bytes, 0 to 2^32 - 1. */
  public long u32() throws WireException {
    return unsigned(4);
  }

  /** Eight bytes, unsigned. */
  public long u64() throws WireException {
    return unsigned(8);
  }

  /**
   * A BigSize, unsigned.
   *
   * @throws WireException if it is cut short or not minimal
   */
  public long bigSize() throws WireException {
    int from = position;
    int first = u8();
    if (first < 0xfd) {
      return first;
    }
    int length = 1 << (first - 0xfc);
    if (remaining() < length) {
      position = from;
      throw fail(WireException.Reason.TRUNCATED, "the bytes end inside a BigSize");
    }
    long value = unsigned(length);
    if (BigSize.length(value) != 1 + length) {
      position = from;
      throw fail(WireException.Reason.NOT_MINIMAL, "a BigSize has a shorter encoding");
    }
    return value;
  }

  /** All that is left as a number of at most two bytes without leading zeros, 0 to 65535. */
  public int tu16() throws WireException {
    return (int) truncated(2);
  }

  /** All that is left as a number of at most four bytes without leading zeros, 0 to 2^32 - 1. */
  public long tu32() throws WireException {
    return truncated(4);
  }

  /** All that is left as a number of at most eight bytes without leading zeros, unsigned. */
  public long tu64() throws WireException {
    return truncated(8);
  }

  /** All that is left as a tu64 that is an amount: 0 to {@link #MAX_MSAT}. */
  public long tu64Msat() throws WireException {
    long amount = tu64();
    if (amount < 0 || amount > MAX_MSAT) {
      throw fail(WireException.Reason.VALUE, "the amount is above 21 million bitcoin");
    }
    return amount;
  }

  /**
   * A copy of the next bytes.
   *
   * @param length unsigned; what a peer claims may be given as it is
   */
  public byte[] bytes(long length) throws WireException {
    need(length);
    int from = position;
    position += (int) length;
    return Arrays.copyOfRange(bytes, from, position);
  }

  /** A copy of all that is left. */
  public byte[] rest() {
    int from = position;
    position = bytes.length;
    return Arrays.copyOfRange(bytes, from, position);
  }

  /**
   * A compressed public key. As everywhere in Nightjar, that it is a point of secp256k1 shows where
   * it is used.
   */
  public PublicKey point() throws WireException {
    need(PublicKey.LENGTH);
    int prefix = bytes[position];
    if (prefix != 2 && prefix != 3) {
      throw fail(WireException.Reason.VALUE, "a public key starts with neither 02 nor 03");
    }
    return PublicKey.of(bytes(PublicKey.LENGTH));
  }

  /**
   * Makes sure that everything was read.
   *
   * @throws WireException if bytes are left
   */
  public void expectEnd() throws WireException {
    if (remaining() != 0) {
      throw fail(WireException.Reason.TRAILING, remaining() + " bytes too many");
    }
  }

  private long truncated(int maxLength) throws WireException {
    int length = remaining();
    if (length > maxLength) {
      throw fail(
          WireException.Reason.TRAILING,
          "a truncated integer has " + length + " bytes, at most " + maxLength + " are allowed");
    }
    if (length > 0 && bytes[position] == 0) {
      throw fail(WireException.Reason.NOT_MINIMAL, "a truncated integer starts with a zero byte");
    }
    return unsigned(length);
  }

  private long unsigned(int length) throws WireException {
    need(length);
    long value = 0;
    for (int i = 0; i < length; i++) {
      value = value << 8 | bytes[position++] & 0xff;
    }
    return value;
  }

  private void need(long length) throws WireException {
    if (Long.compareUnsigned(length, remaining()) > 0) {
      throw fail(
          WireException.Reason.TRUNCATED,
          Long.toUnsignedString(length) + " bytes are needed, " + remaining() + " are left");
    }
  }

  /**
   * To be thrown for a value that breaks a rule of its field: it names the record and the place.
   */
  public WireException fail(WireException.Reason reason, String what) {
    return record == null
        ? WireException.at(reason, position, what)
        : WireException.inRecord(reason, record.type(), recordOffset, what);
  }
}
