package org.nightjar.provider.jni;

/** {@code jni_aead.c}. Arguments are those of {@link org.nightjar.spi.Backend}. */
final class AeadNative {
  private AeadNative() {}

  static native int chacha20(
      byte[] out,
      int outOffset,
      byte[] key,
      byte[] nonce,
      int counter,
      byte[] in,
      int inOffset,
      int length);

  static native int encrypt(byte[] out, byte[] key, byte[] nonce, byte[] aad, byte[] in);

  static native int decrypt(byte[] out, byte[] key, byte[] nonce, byte[] aad, byte[] in);
}
