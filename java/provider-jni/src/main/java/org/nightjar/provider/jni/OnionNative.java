package org.nightjar.provider.jni;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** {@code jni_onion.c}. Arguments are those of {@link org.nightjar.spi.Backend}. */
final class OnionNative {
  private OnionNative() {}

  static native int build(
      byte[] onion,
      byte[] sharedSecrets,
      byte[] sessionKey,
      byte[] hops,
      byte[] payloads,
      int[] payloadLengths,
      byte[] assoc);

  static native byte[] peel(
      long key,
      byte[] onion,
      int onionOffset,
      int onionLength,
      byte[] assoc,
      byte @Nullable [] pathKey);

  static native int peelBatch(
      ByteBuffer peeled,
      long key,
      int count,
      ByteBuffer onions,
      int onionLength,
      ByteBuffer assocs,
      int assocLength,
      @Nullable ByteBuffer pathKeys);

  static native int buildBatch(
      ByteBuffer onions,
      int onionLength,
      ByteBuffer sharedSecrets,
      ByteBuffer statuses,
      int count,
      ByteBuffer sessionKeys,
      int hopCount,
      ByteBuffer hops,
      ByteBuffer payloads,
      int payloadsLength,
      ByteBuffer payloadLengths,
      ByteBuffer assocs,
      int assocLength);
}
