package org.nightjar.wire;

import java.security.MessageDigest;

/**
 * {@code payment_data}: the secret from the recipient's invoice and the amount of the whole
 * payment, of which this HTLC may be one part (BOLT 4 "payload format"). Immutable.
 */
public final class PaymentData {
  /** Length of a payment secret. */
  public static final int SECRET_LENGTH = 32;

  private final byte[] paymentSecret;
  private final long totalMsat;

  private PaymentData(byte[] paymentSecret, long totalMsat) {
    this.paymentSecret = paymentSecret;
    this.totalMsat = totalMsat;
  }

  /**
   * Copies a payment secret.
   *
   * @param paymentSecret 32 bytes
   * @param totalMsat 0 to {@link WireReader#MAX_MSAT}
   * @throws IllegalArgumentException if the length is not 32 or the amount is out of range
   */
  public static PaymentData of(byte[] paymentSecret, long totalMsat) {
    if (paymentSecret.length != SECRET_LENGTH) {
      throw new IllegalArgumentException(
          "payment secret has " + paymentSecret.length + " bytes, needs " + SECRET_LENGTH);
    }
    if (totalMsat < 0 || totalMsat > WireReader.MAX_MSAT) {
      throw new IllegalArgumentException(
          "total of " + totalMsat + " msat, must be 0 to " + WireReader.MAX_MSAT);
    }
    return new PaymentData(paymentSecret.clone(), totalMsat);
  }

  static PaymentData read(WireReader reader) throws WireException {
    return new PaymentData(reader.bytes(SECRET_LENGTH), reader.tu64Msat());
  }

  byte[] encode() {
    return new WireWriter().bytes(paymentSecret).tu64(totalMsat).toBytes();
  }

  /**
   * A copy of the payment secret. Named to be found: every use of it is a place where a secret
   * leaves.
   */
  public byte[] exposePaymentSecret() {
    return paymentSecret.clone();
  }

  /**
   * Whether this is the secret of the invoice; constant time in the bytes.
   *
   * @param paymentSecret 32 bytes
   */
  public boolean hasPaymentSecret(byte[] paymentSecret) {
    return MessageDigest.isEqual(this.paymentSecret, paymentSecret);
  }

  /** The amount of the whole payment in millisatoshi. */
  public long totalMsat() {
    return totalMsat;
  }

  /** Constant time in the secret. */
  @Override
  public boolean equals(Object other) {
    return other instanceof PaymentData data
        && totalMsat == data.totalMsat
        && hasPaymentSecret(data.paymentSecret);
  }

  /** Of the amount only: a hash code of the secret would tell about it. */
  @Override
  public int hashCode() {
    return Long.hashCode(totalMsat);
  }

  @Override
  public String toString() {
    return "PaymentData[redacted, total_msat=" + totalMsat + "]";
  }
}
