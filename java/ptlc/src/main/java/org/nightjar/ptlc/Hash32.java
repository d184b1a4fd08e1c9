package org.nightjar.ptlc;

/** A hash, or random bytes in the place of one. Immutable. */
public final class Hash32 extends FixedBytes {
  /** Length in bytes. */
  public static final int LENGTH = 32;

  private Hash32(byte[] bytes) {
    super(bytes, LENGTH);
  }

  /**
   * Copies.
   *
   * @throws IllegalArgumentException if the length is another
   */
  public static Hash32 of(byte[] bytes) {
    return new Hash32(bytes);
  }
}
