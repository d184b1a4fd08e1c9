package org.nightjar.async;

import org.nightjar.Primitives;

/** What fulfils an HTLC: 32 bytes, secret until it is used. Prints as redacted. Immutable. */
public final class Preimage extends Bytes32 {
  private Preimage(byte[] bytes) {
    super(bytes);
  }

  /**
   * From 32 bytes, copied.
   *
   * @throws IllegalArgumentException if the length is another
   */
  public static Preimage of(byte[] bytes) {
    return new Preimage(bytes);
  }

  /** Its SHA-256. */
  public PaymentHash hash(Primitives primitives) {
    return PaymentHash.of(primitives.sha256(toBytes()));
  }

  @Override
  public String toString() {
    return "Preimage[redacted]";
  }
}
