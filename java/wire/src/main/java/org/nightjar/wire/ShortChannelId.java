package org.nightjar.wire;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a channel's funding output stands in the chain: block height, index of the transaction in
 * the block, index of the output (BOLT 7 "Definition of short_channel_id"). Any 64 bits are one;
 * aliases point at no output. Immutable.
 */
public final class ShortChannelId implements Comparable<ShortChannelId> {
  private static final int MAX_BLOCK = 0xff_ffff;
  private static final int MAX_TRANSACTION = 0xff_ffff;
  private static final int MAX_OUTPUT = 0xffff;
  private static final Pattern TEXT = Pattern.compile("(\\d{1,8})x(\\d{1,8})x(\\d{1,5})");

  private final long value;

  private ShortChannelId(long value) {
    this.value = value;
  }

  /**
   * From its parts.
   *
   * @param block 24 bits
   * @param transaction 24 bits
   * @param output 16 bits
   * @throws IllegalArgumentException if a part does not fit
   */
  public static ShortChannelId of(int block, int transaction, int output) {
    return new ShortChannelId(
        inRange(block, MAX_BLOCK, "block") << 40
            | inRange(transaction, MAX_TRANSACTION, "transaction") << 16
            | inRange(output, MAX_OUTPUT, "output"));
  }

  /** From its 64 bits on the wire. */
  public static ShortChannelId fromLong(long value) {
    return new ShortChannelId(value);
  }

  /**
   * From its text, such as {@code 700000x1x2}.
   *
   * @throws IllegalArgumentException if the text is none, or a part does not fit
   */
  public static ShortChannelId fromText(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "a short channel id is block x transaction x output, such as 700000x1x2; this is not: "
              + text);
    }
    return of(
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        Integer.parseInt(matcher.group(3)));
  }

  private static long inRange(int part, int max, String what) {
    if (part < 0 || part > max) {
      throw new IllegalArgumentException(
          what + " of a short channel id is " + part + ", must be 0 to " + max);
    }
    return part;
  }

  /** The 64 bits on the wire. */
  public long toLong() {
    return value;
  }

  /** Height of the block. */
  public int block() {
    return (int) (value >>> 40);
  }

  /** Index of the transaction in its block. */
  public int transaction() {
    return (int) (value >>> 16) & MAX_TRANSACTION;
  }

  /** Index of the output in its transaction. */
  public int output() {
    return (int) value & MAX_OUTPUT;
  }

  /** By block, transaction, output: as unsigned 64-bit numbers. */
  @Override
  public int compareTo(ShortChannelId other) {
    return Long.compareUnsigned(value, other.value);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ShortChannelId id && value == id.value;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(value);
  }

  /** The text form, such as {@code 700000x1x2}. */
  @Override
  public String toString() {
    return block() + "x" + transaction() + "x" + output();
  }
}
