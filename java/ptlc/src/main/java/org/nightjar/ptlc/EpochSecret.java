package org.nightjar.ptlc;

import java.security.SecureRandom;
import java.util.Arrays;
import org.nightjar.Nightjar;
import org.nightjar.ReusableInvoices;

/**
 * What all nonces of an epoch are hashed from: 32 bytes that are made on one device and never leave
 * it. Keep them where no backup, no copy of a disk and no second device finds them (a secure
 * element, a key store bound to the device). Without them an epoch is dead, which costs nothing but
 * a new one; in a restored or cloned device they may cost the receipt key. Close to wipe.
 */
public final class EpochSecret implements AutoCloseable {
  /** Length in bytes. */
  public static final int LENGTH = ReusableInvoices.EPOCH_SECRET_LENGTH;

  private final byte[] bytes;
  private volatile boolean closed;

  private EpochSecret(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A new epoch's. */
  public static EpochSecret random(SecureRandom random) {
    byte[] bytes = new byte[LENGTH];
    random.nextBytes(bytes);
    return new EpochSecret(bytes);
  }

  /**
   * Copies; the caller may wipe its array.
   *
   * @throws IllegalArgumentException if the length is not 32
   */
  public static EpochSecret of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException(
          "epoch secret has " + bytes.length + " bytes, needs " + LENGTH);
    }
    return new EpochSecret(bytes.clone());
  }

  /**
   * A copy, for the device's own keeping. Named to be found: every use of it is a place where a
   * secret leaves.
   *
   * @throws IllegalStateException if it is closed
   */
  public byte[] exposeSecretBytes() {
    return raw().clone();
  }

  /** The bytes themselves; never handed out, never changed. */
  byte[] raw() {
    if (closed) {
      throw new IllegalStateException("the epoch secret is closed");
    }
    return bytes;
  }

  /** The public name of its epoch. */
  public EpochId id(Nightjar nightjar) {
    return EpochId.of(nightjar.experimental().reusableInvoices().epochId(raw()));
  }

  @Override
  public void close() {
    closed = true;
    Arrays.fill(bytes, (byte) 0);
  }

  @Override
  public String toString() {
    return "EpochSecret[redacted]";
  }
}
