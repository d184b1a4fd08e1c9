package org.nightjar;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * EXPERIMENTAL. A signer's nonce for one signature. Two partial signatures with one nonce give the
 * secret key away, so its secret half cannot be read, copied or stored, is taken by the first call
 * that signs with it, whatever that call's outcome, and is wiped then. Close it if it is not used.
 * Safe for many threads: one of them gets to sign.
 */
public final class MuSigNonce implements AutoCloseable {
  static final int SECRET_LENGTH = 97;

  private final AtomicReference<byte @Nullable []> secret;
  private final byte[] shown;

  /** Takes both arrays over. */
  MuSigNonce(byte[] secret, byte[] shown) {
    this.secret = new AtomicReference<>(secret);
    this.shown = shown;
  }

  /** What the other signers get, 66 bytes. */
  public byte[] publicNonce() {
    return shown.clone();
  }

  /**
   * The secret half, once.
   *
   * @throws IllegalStateException if it was taken before
   */
  byte[] take() {
    byte[] taken = secret.getAndSet(null);
    if (taken == null) {
      throw new IllegalStateException(
          "the nonce was used before, or closed: a second signature with it would give the secret"
              + " key away");
    }
    return taken;
  }

  @Override
  public void close() {
    byte[] left = secret.getAndSet(null);
    if (left != null) {
      Arrays.fill(left, (byte) 0);
    }
  }

  @Override
  public String toString() {
    return "MuSigNonce[redacted]";
  }
}
