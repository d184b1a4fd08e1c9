package org.nightjar.provider.jni;

/** {@code jni_hash.c}. Arguments are those of {@link org.nightjar.spi.Backend}. */
final class HashNative {
  private HashNative() {}

  static native int sha256(byte[] hash, byte[] in);

  static native int hmacSha256(byte[] mac, byte[] key, byte[] in);

  static native int hkdfSha256(byte[] okm, byte[] salt, byte[] ikm, byte[] info);
}
