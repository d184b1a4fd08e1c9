package org.nightjar.ptlc;

/** Which offer a receipt is for. Immutable. */
public final class OfferId extends FixedBytes {
  /** Length in bytes. */
  public static final int LENGTH = 32;

  private OfferId(byte[] bytes) {
    super(bytes, LENGTH);
  }

  /**
   * Copies.
   *
   * @throws IllegalArgumentException if the length is another
   */
  public static OfferId of(byte[] bytes) {
    return new OfferId(bytes);
  }
}
