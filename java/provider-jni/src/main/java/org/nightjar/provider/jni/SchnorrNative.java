package org.nightjar.provider.jni;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** {@code jni_schnorr.c}. Arguments are those of {@link org.nightjar.spi.Backend}. */
final class SchnorrNative {
  private SchnorrNative() {}

  static native int sign(byte[] signature, byte[] secretKey, byte[] message, byte @Nullable [] aux);

  static native int verify(byte[] publicKey, byte[] message, byte[] signature);

  static native int verifyBatch(
      ByteBuffer statuses,
      int count,
      ByteBuffer publicKeys,
      ByteBuffer messages,
      int messageLength,
      ByteBuffer signatures);
}
