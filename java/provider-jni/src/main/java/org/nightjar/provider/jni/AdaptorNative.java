package org.nightjar.provider.jni;

import org.jspecify.annotations.Nullable;

/**
 * {@code jni_adaptor.c}. Arguments are those of {@link org.nightjar.spi.ExperimentalBackend}, after
 * which kind of signature it is.
 */
final class AdaptorNative {
  private AdaptorNative() {}

  static native int presign(
      boolean ecdsa,
      byte[] presignature,
      byte[] secretKey,
      byte[] adaptor,
      byte[] message,
      byte @Nullable [] aux);

  static native int verify(
      boolean ecdsa, byte[] presignature, byte[] publicKey, byte[] adaptor, byte[] message);

  static native int adapt(boolean ecdsa, byte[] signature, byte[] presignature, byte[] secret);

  static native int extract(
      boolean ecdsa, byte[] secret, byte[] presignature, byte[] signature, byte[] adaptor);
}
