package org.nightjar.provider.jni;

/** {@code jni_failure.c}. Arguments are those of {@link org.nightjar.spi.Backend}. */
final class FailureNative {
  private FailureNative() {}

  static native int create(byte[] packet, byte[] sharedSecret, byte[] failure);

  static native int wrap(byte[] packet, byte[] sharedSecret);

  static native int decrypt(byte[] failure, int[] found, byte[] packet, byte[] sharedSecrets);

  static native int attributionWrap(
      byte[] attribution, byte[] packet, byte[] sharedSecret, int holdTime);

  static native int attributionDecrypt(
      int[] holdTimes, int[] verified, byte[] attribution, byte[] packet, byte[] sharedSecrets);
}
