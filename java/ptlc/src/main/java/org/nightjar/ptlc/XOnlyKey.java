package org.nightjar.ptlc;

import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.wire.WireWriter;

/** A public key as BIP340 has it: x, for the point with an even y. Immutable. */
public final class XOnlyKey extends FixedBytes {
  /** Length in bytes. */
  public static final int LENGTH = 32;

  private XOnlyKey(byte[] bytes) {
    super(bytes, LENGTH);
  }

  /**
   * Copies; that it is a point's x shows where it is used.
   *
   * @throws IllegalArgumentException if the length is not 32
   */
  public static XOnlyKey of(byte[] bytes) {
    return new XOnlyKey(bytes);
  }

  /**
   * That of a secret key.
   *
   * @throws IllegalArgumentException if the secret key is invalid
   */
  public static XOnlyKey of(Nightjar nightjar, SecretKey secretKey) {
    return new XOnlyKey(nightjar.publicKey(secretKey).toXOnly());
  }

  /** Whether it is a point's x. */
  public boolean isValid(Nightjar nightjar) {
    return nightjar.isValid(PublicKey.of(new WireWriter().u8(2).bytes(raw()).toBytes()));
  }
}
