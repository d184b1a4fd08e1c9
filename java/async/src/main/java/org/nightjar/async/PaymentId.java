package org.nightjar.async;

/**
 * What a payer calls a payment; local to it, and chosen by the application: 32 bytes. Immutable.
 */
public final class PaymentId extends Bytes32 {
  private PaymentId(byte[] bytes) {
    super(bytes);
  }

  /**
   * From 32 bytes, copied.
   *
   * @throws IllegalArgumentException if the length is another
   */
  public static PaymentId of(byte[] bytes) {
    return new PaymentId(bytes);
  }
}
