package org.nightjar.provider.jni;

import java.nio.ByteBuffer;

/** {@code jni_blinded.c}. Arguments are those of {@link org.nightjar.spi.Backend}. */
final class BlindedNative {
  private BlindedNative() {}

  static native int pathCreate(
      byte[] pathKeys,
      byte[] blindedIds,
      byte[] encrypted,
      byte[] sessionKey,
      byte[] nodes,
      byte[] payloads,
      int[] payloadLengths);

  static native int pathCreateBatch(
      ByteBuffer pathKeys,
      ByteBuffer blindedIds,
      ByteBuffer encrypted,
      ByteBuffer statuses,
      int count,
      ByteBuffer sessionKeys,
      int hopCount,
      ByteBuffer nodes,
      ByteBuffer payloads,
      int payloadsLength,
      ByteBuffer payloadLengths);

  static native int unblind(
      byte[] data, byte[] nextPathKey, long key, byte[] pathKey, byte[] encrypted);

  static native int unblindBatch(
      ByteBuffer data,
      ByteBuffer nextPathKeys,
      ByteBuffer statuses,
      long key,
      int count,
      ByteBuffer pathKeys,
      ByteBuffer encrypted,
      int encryptedLength);

  static native int secretKey(byte[] blindedSecret, long key, byte[] pathKey);
}
