package org.nightjar.provider.jni;

/** {@code jni_ptlc.c}. Arguments are those of {@link org.nightjar.spi.ExperimentalBackend}. */
final class PtlcNative {
  private PtlcNative() {}

  static native int epochId(byte[] epochId, byte[] epochSecret);

  static native int nonces(
      byte[] nonces, byte[] epochSecret, byte[] receiptSecret, int first, int nu);

  static native int point(byte[] point, byte[] r, byte[] message, byte[] nonces);

  static native int claim(
      byte[] claim, byte[] r, byte[] epochSecret, byte[] receiptSecret, byte[] message, int nu);

  static native int hash(byte[] hash, byte[] message);

  static native int blind(byte[] blind, byte[] sharedSecret);

  static native int blindPoint(byte[] out, byte[] point, byte[] blind);

  static native int unblindPoint(byte[] out, byte[] point, byte[] blind);

  static native int blindScalar(byte[] out, byte[] scalar, byte[] blind);

  static native int unblindScalar(byte[] out, byte[] scalar, byte[] blind);
}
