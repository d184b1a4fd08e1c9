package org.nightjar.async;

/** SHA-256 of a preimage: 32 bytes. Immutable. */
public final class PaymentHash extends Bytes32 {
  private PaymentHash(byte[] bytes) {
    super(bytes);
  }

  /**
   * From 32 bytes, copied.
   *
   * @throws IllegalArgumentException if the length is another
   */
  public static PaymentHash of(byte[] bytes) {
    return new PaymentHash(bytes);
  }
}
