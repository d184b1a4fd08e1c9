package org.nightjar.ptlc;

import java.util.Arrays;
import org.nightjar.PublicKey;
import org.nightjar.ReusableInvoices.PaymentPoint;
import org.nightjar.SchnorrSignature;
import org.nightjar.SecretKey;

/**
 * A payment that a payer may make: every attempt, on any route, is for this message. Immutable, and
 * public but for the message, which is for the recipient's onion alone.
 */
public final class Payment {
  private final ReceiptMessage message;
  private final PaymentPoint point;

  Payment(ReceiptMessage message, PaymentPoint point) {
    this.message = message;
    this.point = point;
  }

  /** For the recipient's onion. */
  public ReceiptMessage message() {
    return message;
  }

  /** Whose discrete logarithm is sold. */
  public PublicKey point() {
    return point.point();
  }

  /** The receipt's signature, once the discrete logarithm is known. */
  SchnorrSignature signature(SecretKey scalar) {
    byte[] nonce = point.nonce();
    byte[] bytes = Arrays.copyOf(nonce, SchnorrSignature.LENGTH);
    byte[] s = scalar.exposeSecretBytes();
    System.arraycopy(s, 0, bytes, nonce.length, s.length);
    Arrays.fill(s, (byte) 0);
    SchnorrSignature signature = SchnorrSignature.of(bytes);
    Arrays.fill(bytes, (byte) 0);
    return signature;
  }
}
